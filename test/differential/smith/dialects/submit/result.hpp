// Dialect submit: as variant, but what a leaf yield hands out comes from a call
// that starts the I/O.
#pragma once

#include "../variant/result.hpp"

Completion submit_io(int id);

#undef IO_YIELD_ONE
#define IO_YIELD_ONE(completion) return IOPending(submit_io((completion).id))
