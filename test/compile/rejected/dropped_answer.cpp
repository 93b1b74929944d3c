// says: a lost wait or a lost error
#include "ioresult/ioresult.hpp"

ioresult::IOResult<void> step();

ioresult::IOResult<void> operation() {
#ifdef WRONG
  step();
#else
  RETURN_IF_IO(step());
#endif
  return ioresult::IOResult<void>::done();
}
