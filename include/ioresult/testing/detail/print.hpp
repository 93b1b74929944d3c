//===- print.hpp - Values as text -------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef IORESULT_TESTING_DETAIL_PRINT_HPP
#define IORESULT_TESTING_DETAIL_PRINT_HPP

#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <ostream>
#include <ranges>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace ioresult::testing::detail {

template <class T>
concept Streamable = requires(std::ostream &out, const T &value) {
  { out << value } -> std::convertible_to<std::ostream &>;
};
template <class T>
concept TupleLike = requires { std::tuple_size<T>::value; };
template <class T>
concept VariantLike = requires { std::variant_size<T>::value; };
template <class T>
concept PointerLike = requires(const T &value) {
  static_cast<bool>(value);
  *value;
};

/// Whether print() can take a T.
template <class T> constexpr bool printable() {
  if constexpr (std::same_as<T, std::monostate> || std::same_as<T, std::byte> ||
                std::is_enum_v<T> ||
                std::convertible_to<const T &, std::string_view>)
    return true;
  else if constexpr (std::ranges::input_range<const T>)
    return printable<std::ranges::range_value_t<const T>>();
  else if constexpr (TupleLike<T>)
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (printable<std::remove_cvref_t<std::tuple_element_t<I, T>>>() &&
              ...);
    }(std::make_index_sequence<std::tuple_size_v<T>>());
  else if constexpr (VariantLike<T>)
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (printable<std::variant_alternative_t<I, T>>() && ...);
    }(std::make_index_sequence<std::variant_size_v<T>>());
  else if constexpr (PointerLike<T>)
    return printable<
        std::remove_cvref_t<decltype(*std::declval<const T &>())>>();
  else
    return Streamable<T>;
}

/// Appends `value` to `out`. Two values that differ must not have one text,
/// since runs are compared by it: hence the quotes around strings, and no text
/// for what has no obvious one. Pointers show what they point to, because an
/// address differs from run to run.
template <class T> void print(std::ostream &out, const T &value) {
  if constexpr (std::same_as<T, bool>) {
    out << (value ? "true" : "false");
  } else if constexpr (std::same_as<T, std::monostate>) {
    out << "()";
  } else if constexpr (std::same_as<T, std::error_code>) {
    if (value)
      out << "error " << value.category().name() << ':' << value.value() << " ("
          << value.message() << ')';
    else
      out << "no error";
  } else if constexpr (std::convertible_to<const T &, std::string_view>) {
    out << '"' << std::string_view(value) << '"';
  } else if constexpr (std::same_as<T, std::byte>) {
    out << static_cast<unsigned>(value);
  } else if constexpr (std::integral<T>) {
    out << +value;
  } else if constexpr (std::is_enum_v<T>) {
    out << +static_cast<std::underlying_type_t<T>>(value);
  } else if constexpr (std::ranges::input_range<const T>) {
    out << '[';
    const char *separator = "";
    for (const auto &element : value) {
      out << separator;
      print(out, element);
      separator = ", ";
    }
    out << ']';
  } else if constexpr (TupleLike<T>) {
    out << '(';
    const char *separator = "";
    std::apply(
        [&](const auto &...element) {
          ((out << separator, print(out, element), separator = ", "), ...);
        },
        value);
    out << ')';
  } else if constexpr (VariantLike<T>) {
    out << value.index() << ':';
    std::visit([&out](const auto &held) { print(out, held); }, value);
  } else if constexpr (PointerLike<T>) {
    if (value)
      print(out, *value);
    else
      out << "none";
  } else {
    static_assert(Streamable<T>,
                  "what is compared must be printable: a number, enum, string, "
                  "range, tuple, optional, std::error_code or something with "
                  "operator<<");
    out << value;
  }
}

template <class T> [[nodiscard]] std::string text_of(const T &value) {
  std::ostringstream out;
  out.precision(std::numeric_limits<long double>::max_digits10);
  print(out, value);
  return std::move(out).str();
}

} // namespace ioresult::testing::detail

#endif // IORESULT_TESTING_DETAIL_PRINT_HPP
