// Something to wait for. Only declared: a test knows of it what the types say.
#ifndef TEST_CHECKS_INPUTS_DEVICE_H
#define TEST_CHECKS_INPUTS_DEVICE_H

#include "ioresult/ioresult.hpp"

struct Device {
  ioresult::IOResult<void> wait(); // may be pending
  ioresult::IOResult<int> get(int at); // may be pending
  ioresult::Completion submit(int at); // starts I/O
};

#endif
