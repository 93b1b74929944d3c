//===- crash_note.hpp - Which run a crash was in ----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_CRASH_NOTE_HPP
#define IORESULT_TESTING_DETAIL_CRASH_NOTE_HPP

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <string_view>

#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IORESULT_TESTING_SANITIZED_
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IORESULT_TESTING_SANITIZED_
#endif
#endif

#ifdef IORESULT_TESTING_SANITIZED_
extern "C" void __sanitizer_set_death_callback(void (*callback)());
#endif

namespace ioresult::testing::detail {

/// While it lives, an abort() (a broken contract, a failed assertion) and a
/// sanitizer's report are followed by a line that says what was running: a
/// process that dies has no other way to name the schedule. For one thread of
/// the process at a time.
class CrashNote {
public:
  CrashNote() {
    before_ = std::signal(SIGABRT, on_abort);
    watch(&write_note);
  }
  CrashNote(const CrashNote &) = delete;
  CrashNote &operator=(const CrashNote &) = delete;
  ~CrashNote() {
    std::signal(SIGABRT, before_);
    watch(nullptr);
  }

  /// What is running now. Cut off behind some hundred characters.
  void set(std::string_view text) noexcept {
    length_ = std::min(text.size(), note_.size() - 1);
    std::copy_n(text.data(), length_, note_.data());
    note_[length_++] = '\n';
  }

private:
  static void watch([[maybe_unused]] void (*callback)()) {
#ifdef IORESULT_TESTING_SANITIZED_
    __sanitizer_set_death_callback(callback);
#endif
  }

  static void write_note() {
    // Nothing to be done if it fails.
    if (::write(STDERR_FILENO, note_.data(), length_) < 0)
      return;
  }

  static void on_abort(int signal) {
    write_note();
    std::signal(signal, before_ == SIG_ERR ? SIG_DFL : before_);
    std::raise(signal);
  }

  using Handler = void (*)(int);
  static inline Handler before_ = SIG_DFL;
  static inline std::array<char, 512> note_{};
  static inline std::size_t length_ = 0;
};

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_CRASH_NOTE_HPP
