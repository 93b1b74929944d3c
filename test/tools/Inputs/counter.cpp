// A re-entrant function that counts again each time it is called again. It
// includes nothing, so that it can be read from anywhere.
template <class T> class IOResult;

struct IOPending {
  template <class T> operator IOResult<T>() const;
};

template <class T> class IOResult {
public:
  static IOResult done(T Value);
  bool is_done() const;
  bool is_io() const;
  IOPending pending() const;
  T value() const;
};

#define RETURN_IF_IO(expr)                                                     \
  do {                                                                         \
    auto io_r = (expr);                                                        \
    if (!io_r.is_done())                                                       \
      return io_r.pending();                                                   \
  } while (0)

struct Reader {
  IOResult<int> read();
};

class Counter {
public:
  IOResult<int> next() {
    ++count_; // the bug
    RETURN_IF_IO(reader_.read());
    return IOResult<int>::done(count_);
  }

private:
  Reader reader_;
  int count_ = 0;
};

// For misc-const-correctness, which clangd holds to be slow.
int doubled(int value) {
  int twice = 2 * value;
  return twice;
}
