// says: io_result_[0-9]+.*(not declared|undeclared)
#include "ioresult/ioresult.hpp"

ioresult::IOResult<int> size();

ioresult::IOResult<int> operation(bool known, int value) {
#ifdef WRONG
  if (!known)
    ASSIGN_OR_RETURN_IO(value, size());
#else
  if (!known) {
    ASSIGN_OR_RETURN_IO(value, size());
  }
#endif
  return ioresult::IOResult<int>::done(value);
}
