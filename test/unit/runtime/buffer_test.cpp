#include "ioresult/buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace {

using ioresult::Buffer;

TEST(Buffer, IsEmptyByDefault) {
  const Buffer buffer;
  EXPECT_TRUE(buffer.empty());
  EXPECT_EQ(buffer.size(), 0u);
  EXPECT_EQ(buffer.data(), nullptr);
  EXPECT_TRUE(buffer.bytes().empty());
}

TEST(Buffer, AllocatesZeroBytesWhereAskedTo) {
  const Buffer buffer = Buffer::allocate(4097, 4096);
  EXPECT_EQ(buffer.size(), 4097u);
  EXPECT_FALSE(buffer.empty());
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % 4096, 0u);
  EXPECT_TRUE(std::all_of(buffer.bytes().begin(), buffer.bytes().end(),
                          [](std::byte b) { return b == std::byte{}; }));
}

TEST(Buffer, CopiesAreHandlesOfTheSameBytes) {
  const Buffer buffer = Buffer::allocate(4);
  const Buffer copy = buffer;
  copy.bytes()[1] = std::byte{7};
  EXPECT_EQ(buffer.bytes()[1], std::byte{7});
  EXPECT_EQ(buffer, copy);
  EXPECT_NE(buffer, Buffer::allocate(4)) << "equal content is not enough";
}

TEST(Buffer, CopyOfIsIndependent) {
  std::array bytes{std::byte{1}, std::byte{2}};
  const Buffer buffer = Buffer::copy_of(bytes);
  bytes[0] = std::byte{9};
  EXPECT_EQ(buffer.bytes()[0], std::byte{1});
  EXPECT_EQ(buffer.bytes()[1], std::byte{2});
}

TEST(Buffer, ASliceKeepsAllBytesAlive) {
  Buffer part;
  {
    const Buffer whole = Buffer::allocate(8);
    whole.bytes()[5] = std::byte{3};
    part = whole.slice(5, 3);
    EXPECT_TRUE(whole.slice(8, 0).empty());
    EXPECT_EQ(whole.slice(0, 8), whole);
  }
  EXPECT_EQ(part.size(), 3u);
  EXPECT_EQ(part.bytes()[0], std::byte{3});
}

TEST(Buffer, AdoptsMemoryOfAnyKind) {
  bool freed = false;
  std::byte memory[2] = {};
  {
    const Buffer buffer = Buffer::adopt(
        std::shared_ptr<std::byte>(memory, [&](std::byte *) { freed = true; }),
        2);
    const Buffer copy = buffer;
    EXPECT_EQ(copy.data(), memory);
  }
  EXPECT_TRUE(freed);
}

TEST(BufferDeathTest, ASliceMustLieInside) {
  const Buffer buffer = Buffer::allocate(4);
  const char *rule = "ioresult: Buffer::slice\\(\\) of a part that is not";
  EXPECT_DEATH((void)buffer.slice(5, 0), rule);
  EXPECT_DEATH((void)buffer.slice(1, 4), rule);
  EXPECT_DEATH((void)buffer.slice(1, SIZE_MAX), rule);
}

TEST(BufferDeathTest, AnAlignmentIsAPowerOfTwo) {
  const char *rule = "ioresult: Buffer::allocate\\(\\) aligns to powers of two";
  EXPECT_DEATH((void)Buffer::allocate(4, 0), rule);
  EXPECT_DEATH((void)Buffer::allocate(4, 96), rule);
}

TEST(Buffer, UninitializedIsAsLargeAndAlignedAsAskedFor) {
  const Buffer buffer = Buffer::uninitialized(1000, 4096);
  EXPECT_EQ(buffer.size(), 1000U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % 4096, 0U);
  std::ranges::fill(buffer.bytes(), std::byte{7});
  EXPECT_TRUE(
      std::ranges::all_of(buffer.slice(1, 999).bytes(),
                          [](std::byte b) { return b == std::byte{7}; }));
}

} // namespace
