/* Silent. What an unseen function hands out in this very call is not what an earlier call had.
   options: PendingTypes='int' PendingValues='0' DoneValues='1' */
struct buffer;
struct applet {
  int next;
};
struct buffer *scratch_get(void);
void buffer_append(struct buffer *b, const char *text);
int applet_put(struct applet *a, struct buffer *b); /* -1: no room */
int show(struct applet *a) {
  struct buffer *out = scratch_get();
  buffer_append(out, "heading");
  if (applet_put(a, out) == -1)
    return 0;
  return 1;
}
