// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: Answer, PendingValues: 'Answer::Again', DoneValues: 'Answer::Done', YieldingFunctions: 'dev_*'}}" -- -std=c++20
//
// A static method that is named by an object is a function like any other.
enum class Answer { Done, Again };
struct Request;
using Handler = Answer (*)(Request &);
struct Request {
  int count = 0, rest = 0;
  Handler onRead = nullptr;
};
Answer dev_read(int from);

struct Reader {
  static Answer goOn(Request &r) { return dev_read(r.rest); }
  static Answer unseen(Request &r);
};

Answer startSafe(Request &r, Reader reader) {
  r.count++;
  r.onRead = reader.goOn;
  return dev_read(0);
}
Answer startUnseen(Request &r, Reader reader) {
  r.count++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r.count' is changed before a yield
  r.onRead = reader.unseen;
  return dev_read(0);
}
