// says: T must be void or an object type; for a reference use a pointer
#include "ioresult/ioresult.hpp"

#ifdef WRONG
using Value = int &;
#else
using Value = int *;
#endif
bool is_done(const ioresult::IOResult<Value> &answer) {
  return answer.is_done();
}
