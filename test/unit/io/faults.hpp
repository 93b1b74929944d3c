/// Rare answers of the kernel, in turn, for calls that really happen.
#ifndef TEST_UNIT_IO_FAULTS_HPP
#define TEST_UNIT_IO_FAULTS_HPP

#include <array>
#include <atomic>
#include <cstddef>

namespace io_tests {

enum class Fault { None, Interrupted, NotReady, Short };

/// Off unless a test turns it on. Thread-safe.
class Faults {
public:
  /// How many calls meet each kind once, and more.
  static constexpr std::size_t kKinds = 5;

  void turn_on(bool on) {
    on_ = on;
    met_ = 0;
  }

  [[nodiscard]] bool are_on() const { return on_; }

  /// What the next call meets.
  Fault next() {
    static constexpr std::array<Fault, kKinds> kInTurn{
        Fault::Interrupted, Fault::NotReady, Fault::Short, Fault::Short,
        Fault::None};
    return on_ ? kInTurn[met_++ % kInTurn.size()] : Fault::None;
  }

  /// How many calls there were since turn_on().
  [[nodiscard]] std::size_t met() const { return met_; }

private:
  std::atomic<bool> on_ = false;
  std::atomic<std::size_t> met_ = 0;
};

/// What of `size` bytes a short call moves: a part, but something.
constexpr std::size_t shortened(std::size_t size) { return (size + 2) / 3; }

} // namespace io_tests

#endif // TEST_UNIT_IO_FAULTS_HPP
