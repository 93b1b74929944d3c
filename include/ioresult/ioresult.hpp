//===- ioresult.hpp - Cooperative I/O, everything of it ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Start with docs/runtime.md: the model on one page.
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_IORESULT_HPP
#define IORESULT_IORESULT_HPP

#include "ioresult/block_on.hpp"
#include "ioresult/buffer.hpp"
#include "ioresult/completion.hpp"
#include "ioresult/completion_group.hpp"
#include "ioresult/event_loop.hpp"
#include "ioresult/io_source.hpp"
#include "ioresult/macros.hpp"
#include "ioresult/pending.hpp"
#include "ioresult/result.hpp"
#include "ioresult/state_machine.hpp"
#include "ioresult/waker.hpp"

#endif // IORESULT_IORESULT_HPP
