// RUN: %check_tidy %s -plain -warnings-only "-config={CheckOptions: {PendingTypes: 'bool;struct page *', PendingValues: 'false;null', YieldingFunctions: step}}" -- -std=c11
//
// A bool that says whether it is ready, with the value in an output; a pointer
// to a struct, written as C writes it.
#include <stdbool.h>

struct page;
struct cache {
  int misses;
};
bool step(int *out);
struct page *cache_load(struct cache *c, int n);

struct op {
  int n;
};
bool run(struct op *o, int *out) {
  o->n++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'o->n' is changed before a yield and changed again
  if (!step(out))
    return false;
  return true;
}
bool run_safe(struct op *o, int *out) {
  if (!step(out))
    return false;
  o->n++;
  return true;
}

struct page *get(struct cache *c, int n) {
  c->misses++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c->misses' is changed before a yield and changed again
  struct page *p = cache_load(c, n);
  if (!p)
    return 0;
  return p;
}
struct page *get_safe(struct cache *c, int n) {
  struct page *p = cache_load(c, n);
  if (!p)
    return 0;
  c->misses++;
  return p;
}
