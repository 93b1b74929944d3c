/*===- program.h - What a generated program in C includes -------------------===
 *
 * Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 *===------------------------------------------------------------------------===
 *
 * The external callees, declared only, like those in program.hpp. An answer is
 * AGAIN, or what was asked for, which is never negative.
 */

#ifndef DIFFERENTIAL_PROGRAM_H
#define DIFFERENTIAL_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define AGAIN (-11)
/* This call has started what is waited for: the next one goes on behind it. */
#define STARTED (-12)

#define TRY(call)                                                              \
  do {                                                                         \
    const int answer_ = (call);                                                \
    if (answer_ < 0)                                                           \
      return answer_;                                                          \
  } while (0)

#define MAY_YIELD __attribute__((annotate("reentrancy::yields")))

#ifdef __cplusplus
extern "C" {
#endif

struct device;
struct cursor;
struct config {
  int limit;
};

int dev_read(struct device *dev, int k) MAY_YIELD;
int dev_get(struct device *dev, int k) MAY_YIELD;
int dev_load(struct device *dev, int k) MAY_YIELD;
int dev_ensure_loaded(struct device *dev, int k) MAY_YIELD;
int dev_fetch(struct device *dev, int k, int *value) MAY_YIELD;
void dev_submit(struct device *dev, int k);
void dev_write(struct device *dev, int k);
void dev_push(struct device *dev, int v);
bool dev_ready(const struct device *dev);

int cur_next(struct cursor *cur) MAY_YIELD;
int cur_insert(struct cursor *cur, int k, int v) MAY_YIELD;
int cur_append(struct cursor *cur, int v) MAY_YIELD;
int cur_take(struct cursor *cur) MAY_YIELD;
int cur_key(struct cursor *cur) MAY_YIELD;
int cur_find(struct cursor *cur, int k) MAY_YIELD;
int cur_pop(struct cursor *cur, int *value) MAY_YIELD;
void cur_push(struct cursor *cur, int v);

#ifdef __cplusplus
}
#endif

struct cells {
  int at[3];
};
/* Longer than any program makes it. */
struct list {
  int len;
  int item[4096];
};
static inline void list_push(struct list *list, int v) {
  list->item[list->len++] = v;
}

#endif /* DIFFERENTIAL_PROGRAM_H */
