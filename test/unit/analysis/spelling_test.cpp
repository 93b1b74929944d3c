//===- spelling_test.cpp - Names that are nearly right --------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/Spelling.h"
#include <gtest/gtest.h>

using reentrancy::nearestName;

TEST(Spelling, NearestHasFewestEdits) {
  EXPECT_EQ(nearestName("PendingValue", {"PendingTypes", "PendingValues"}),
            "PendingValues");
  // Two letters that changed places.
  EXPECT_EQ(nearestName("NGX_AGIAN", {"NGX_AGAIN", "NGX_ERROR"}), "NGX_AGAIN");
}

TEST(Spelling, CaseAloneIsNearerThanAnyEdit) {
  EXPECT_EQ(nearestName("again", {"agains", "AGAIN"}), "AGAIN");
  EXPECT_EQ(nearestName("ok", {"OK", "on"}), "OK");
}

TEST(Spelling, ShortAndDistantWordsHaveNone) {
  EXPECT_EQ(nearestName("abc", {"abd"}), "");
  EXPECT_EQ(nearestName("Colour", {"Protocol", "MaxDepth"}), "");
  EXPECT_EQ(nearestName("int", {}), "");
}

TEST(Spelling, WhatIsKnownIsNotMisspelt) {
  EXPECT_EQ(nearestName("MaxBlocks", {"MaxBlock", "MaxBlocks"}), "");
}
