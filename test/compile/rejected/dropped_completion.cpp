// says: nodiscard
#include "ioresult/ioresult.hpp"

ioresult::Completion submit();

ioresult::IOResult<void> operation() {
#ifdef WRONG
  submit();
  return ioresult::IOResult<void>::done();
#else
  IO_YIELD_ONE(submit());
#endif
}
