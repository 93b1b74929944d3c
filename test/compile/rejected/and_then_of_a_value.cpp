// says: f must return an IOResult; else use map
#include "ioresult/ioresult.hpp"

ioresult::IOResult<int> one_more(ioresult::IOResult<int> answer) {
  const auto add = [](int value) { return value + 1; };
#ifdef WRONG
  return std::move(answer).and_then(add);
#else
  return std::move(answer).map(add);
#endif
}
