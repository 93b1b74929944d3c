/* Silent. 'done' is what the callee gives out: it is made anew by each call.
   options: PendingTypes='net_status' PendingValues='NET_NOT_READY' DoneValues='NET_COMPLETE' ErrorValues='NET_ERROR' */
enum net_status { NET_COMPLETE, NET_NOT_READY, NET_ERROR };
struct net {
  void *vio;
  int at, size;
};
enum net_status vio_write(void *vio, int from, int *done);
enum net_status net_write(struct net *n) {
  int done;
  while (n->at < n->size) {
    enum net_status st = vio_write(n->vio, n->at, &done);
    if (st != NET_COMPLETE)
      return st;
    n->at += done;
  }
  n->at = 0;
  return NET_COMPLETE;
}
