#include <ioresult/ioresult.hpp>

#include <cstdio>

static ioresult::IOResult<int> seven() {
  return ioresult::IOResult<int>::done(7);
}

int main() {
  const auto answer = seven();
  std::printf("%s %d\n", answer.is_done() ? "done" : "not done", answer.value());
}
