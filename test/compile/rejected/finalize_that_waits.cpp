// says: finalize\(\) must return void or a std::error_code
#include "ioresult/ioresult.hpp"

struct Machine {
  ioresult::Transition<int> step() {
    return ioresult::Transition<int>::done(1);
  }
#ifdef WRONG
  ioresult::IOResult<void> finalize();
#else
  std::error_code finalize();
#endif
};

ioresult::IOResult<int> step(ioresult::StateMachine<Machine> &machine) {
  return machine.step();
}
