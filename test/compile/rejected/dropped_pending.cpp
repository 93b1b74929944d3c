// says: nodiscard
#include "ioresult/ioresult.hpp"

ioresult::IOResult<int> operation(ioresult::IOResult<void> answer) {
  if (!answer.is_done())
#ifdef WRONG
    answer.pending();
#else
    return answer.pending();
#endif
  return ioresult::IOResult<int>::done(1);
}
