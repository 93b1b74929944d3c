// RUN: %check_tidy %s -warnings-only "-config={CheckOptions: {PendingTypes: 'Page *', PendingValues: 'null'}}" --
//
// A null pointer says "not yet".
struct Page {
  int number;
};
struct Other;

struct Cache {
  Page *tryGet(int at) {
    if (at != loaded_.number)
      return nullptr;
    return &loaded_;
  }
  Other *other();

  Page *next() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    return tryGet(at_);
  }
  Page *nextSafe() {
    Page *p = tryGet(at_);
    if (!p)
      return nullptr;
    ++at_;
    return p;
  }
  Page *tested() {
    ++n_;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is changed before a yield and changed again
    Page *p = tryGet(at_);
    if (p == nullptr)
      return p;
    return p;
  }
  // Pointers to something else are no answers.
  Other *another() {
    ++n_;
    if (Other *o = other())
      return o;
    return nullptr;
  }

  Page loaded_;
  int at_ = 0, n_ = 0;
};
