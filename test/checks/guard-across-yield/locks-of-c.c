// RUN: %check_tidy %s -checks=-*,reentrancy-guard-across-yield -plain -warnings-only "-config={CheckOptions: {PendingTypes: int, PendingValues: AGAIN, ErrorValues: '<0', YieldingFunctions: 'io_*'}}" -- -std=gnu11
//
// Locks, pins and transactions that are free functions of what they are handed.
#define AGAIN (-28)
typedef struct {
  int value;
} pthread_mutex_t;
int pthread_mutex_lock(pthread_mutex_t *m);
int pthread_mutex_trylock(pthread_mutex_t *m);
int pthread_mutex_unlock(pthread_mutex_t *m);
struct sem;
struct mtx;
struct page;
struct txn;
struct c {
  struct sem *sem;
  struct mtx *mtx;
  pthread_mutex_t m;
  struct page *page;
  struct txn *txn;
  int held, n;
  void *io;
};
int sem_lock(struct sem *s);
int sem_unlock(struct sem *s);
void mtx_lock(struct mtx *m);
void mtx_unlock(struct mtx *m);
int page_pin(struct page *p);
void page_unpin(struct page *p);
void lock_page(struct page *p);
void unlock_page(struct page *p);
void txn_begin(struct txn *t);
void txn_end(struct txn *t);
void mtx_init(struct mtx *m);
int lock_init(struct mtx *m);
void page_begin(struct page *p);
int io_read(void *io);
int prepare(struct c *c);

/* retaken */
int a_bad(struct c *c) {
  sem_lock(c->sem);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is held across a yield and taken again
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  sem_unlock(c->sem);
  return 0;
}
int a_good(struct c *c) {
  sem_lock(c->sem);
  int rc = io_read(c->io);
  sem_unlock(c->sem);
  return rc;
}
/* remembered */
int b_bad(struct c *c) {
  if (c->n == 0)
    mtx_lock(c->mtx);
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is held across a yield and taken again
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  mtx_unlock(c->mtx);
  return 0;
}
int b_good(struct c *c) {
  if (!c->held) {
    mtx_lock(c->mtx);
    c->held = 1;
  }
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  c->held = 0;
  mtx_unlock(c->mtx);
  return rc;
}
/* pthread */
int p_bad(struct c *c) {
  pthread_mutex_lock(&c->m);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is held across a yield and taken again
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  pthread_mutex_unlock(&c->m);
  return rc;
}
int p_good(struct c *c) {
  pthread_mutex_lock(&c->m);
  int rc = io_read(c->io);
  if (rc == AGAIN) {
    pthread_mutex_unlock(&c->m);
    return rc;
  }
  pthread_mutex_unlock(&c->m);
  return rc;
}
/* pins */
int pin_bad(struct c *c) {
  page_pin(c->page);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is held across a yield and taken again
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  page_unpin(c->page);
  return rc;
}
int pin_good(struct c *c) {
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  page_pin(c->page);
  c->n = 0;
  page_unpin(c->page);
  return rc;
}
/* verb in front, with its partner */
int front_bad(struct c *c) {
  lock_page(c->page);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is held across a yield and taken again
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  unlock_page(c->page);
  return rc;
}
int front_good(struct c *c) {
  lock_page(c->page);
  int rc = io_read(c->io);
  unlock_page(c->page);
  return rc;
}
/* begin with its partner */
int txn_bad(struct c *c) {
  txn_begin(c->txn);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is held across a yield and taken again
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  txn_end(c->txn);
  return rc;
}
int txn_good(struct c *c) {
  txn_begin(c->txn);
  int rc = io_read(c->io);
  txn_end(c->txn);
  return rc;
}
/* an error way forgets it */
int err_bad(struct c *c) {
  if (pthread_mutex_lock(&c->m) != 0)
    return -1;
  if (c->n < 0)
    return -3;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: this error leaves 'c.m' held
  c->n++;
  pthread_mutex_unlock(&c->m);
  return io_read(c->io);
}
int err_good(struct c *c) {
  if (pthread_mutex_lock(&c->m) != 0)
    return -1;
  if (c->n < 0) {
    pthread_mutex_unlock(&c->m);
    return -3;
  }
  pthread_mutex_unlock(&c->m);
  return io_read(c->io);
}
/* helper */
static void hold(struct c *c) { mtx_lock(c->mtx); }
static void drop(struct c *c) { mtx_unlock(c->mtx); }
int help_bad(struct c *c) {
  hold(c);
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}} is held across a yield and taken again
  int rc = io_read(c->io);
  if (rc == AGAIN)
    return rc;
  drop(c);
  return rc;
}
int help_good(struct c *c) {
  hold(c);
  int rc = io_read(c->io);
  drop(c);
  return rc;
}
/* no locks */
int init_good(struct c *c) {
  lock_init(c->mtx);
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  return 0;
}
int begin_good(struct c *c) {
  page_begin(c->page);
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  return 0;
}
/* not got */
int try_good(struct c *c) {
  if (pthread_mutex_trylock(&c->m) != 0)
    return AGAIN;
  int rc = io_read(c->io);
  pthread_mutex_unlock(&c->m);
  return rc;
}
