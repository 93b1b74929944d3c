#ifndef RUNTIME_TEST_ERRORS_HPP
#define RUNTIME_TEST_ERRORS_HPP

#include <system_error>

namespace runtime_test {

inline const std::error_code kIoError =
    std::make_error_code(std::errc::io_error);
inline const std::error_code kNoSpace =
    std::make_error_code(std::errc::no_space_on_device);
inline const std::error_code kCanceled =
    std::make_error_code(std::errc::operation_canceled);

} // namespace runtime_test

#endif // RUNTIME_TEST_ERRORS_HPP
