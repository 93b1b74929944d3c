/* Locks that are free functions with the verb at the end of the name.
   options: PendingTypes='int' PendingValues='AGAIN' ErrorValues='<0' YieldingFunctions='io_*' */
#define AGAIN (-28)
struct sem;
struct mtx;
struct c {
  struct sem *sem;
  struct mtx *mtx;
  void *io;
};
int sem_lock(struct sem *s);
int sem_unlock(struct sem *s);
void mtx_lock(struct mtx *m);
void mtx_unlock(struct mtx *m);
int io_read(void *io);
int a(struct c *c) {
  sem_lock(c->sem); /* WANT guard-across-yield */
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  sem_unlock(c->sem);
  return 0;
}
int b(struct c *c) {
  mtx_lock(c->mtx); /* WANT */
  int rc = io_read(c->io);
  if (rc < 0)
    return rc;
  mtx_unlock(c->mtx);
  return 0;
}
