// RUN: split-file %s %t
// RUN: %check_tidy %t/boringssl.cpp -warnings-only "-config={CheckOptions: {Protocol: boringssl}}" --
// RUN: %check_tidy %t/nginx.c -plain -warnings-only "-config={CheckOptions: {Protocol: nginx}}" --
// RUN: %check_tidy %t/mbedtls.c -plain -warnings-only "-config={CheckOptions: {Protocol: mbedtls}}" --
// RUN: %check_tidy %t/duckdb.cpp -warnings-only "-config={CheckOptions: {Protocol: duckdb}}" --
//
// The vocabularies that are built in, each with the code that it is for.

//--- boringssl.cpp
enum ssl_hs_wait_t { ssl_hs_error, ssl_hs_ok, ssl_hs_read_message, ssl_hs_flush };
enum ssl_private_key_result_t {
  ssl_private_key_success,
  ssl_private_key_retry,
  ssl_private_key_failure
};
struct Handshake {
  int state, tries;
};
ssl_private_key_result_t sign(Handshake *hs);
bool get_message(Handshake *hs);
enum { state_start, state_next };

ssl_hs_wait_t sign_late(Handshake *hs) {
  ++hs->tries;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'hs->tries' is changed before a yield and changed again
  switch (sign(hs)) {
  case ssl_private_key_success:
    break;
  case ssl_private_key_failure:
    return ssl_hs_error;
  case ssl_private_key_retry:
    return ssl_hs_flush;
  }
  hs->state = state_next;
  return ssl_hs_ok;
}
ssl_hs_wait_t sign_safe(Handshake *hs) {
  switch (sign(hs)) {
  case ssl_private_key_success:
    break;
  case ssl_private_key_failure:
    return ssl_hs_error;
  case ssl_private_key_retry:
    return ssl_hs_flush;
  }
  ++hs->tries;
  hs->state = state_next;
  return ssl_hs_flush;
}

//--- nginx.c
#define NGX_OK 0
#define NGX_ERROR -1
#define NGX_AGAIN -2
typedef long ngx_int_t;
struct conn;
struct request {
  struct conn *c;
  int sent;
};
ngx_int_t flush(struct conn *c);

ngx_int_t count_early(struct request *r) {
  r->sent++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'r->sent' is changed before a yield and changed again
  ngx_int_t rc = flush(r->c);
  if (rc == NGX_AGAIN)
    return NGX_AGAIN;
  return NGX_OK;
}
ngx_int_t count_late(struct request *r) {
  ngx_int_t rc = flush(r->c);
  if (rc == NGX_AGAIN)
    return NGX_AGAIN;
  r->sent++;
  return NGX_OK;
}

//--- mbedtls.c
#define MBEDTLS_ERR_SSL_WANT_READ -0x6900
#define MBEDTLS_ERR_SSL_WANT_WRITE -0x6880
typedef struct mbedtls_ssl_context {
  int state, seq;
} mbedtls_ssl_context;
int mbedtls_ssl_flush_output(mbedtls_ssl_context *ssl);
int mbedtls_ssl_flush(mbedtls_ssl_context *ssl);
struct session {
  mbedtls_ssl_context *ssl;
  int seq;
};

int step_early(struct session *s) {
  int ret;
  s->seq++;
  // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 's->seq' is changed before a yield and changed again
  if ((ret = mbedtls_ssl_flush_output(s->ssl)) != 0)
    return ret;
  return 0;
}
int step_late(struct session *s) {
  int ret;
  if ((ret = mbedtls_ssl_flush_output(s->ssl)) != 0)
    return ret;
  s->seq++;
  return 0;
}
/* Its name says nothing. */
int another(struct session *s) {
  int ret;
  s->seq++;
  if ((ret = mbedtls_ssl_flush(s->ssl)) != 0)
    return ret;
  return 0;
}

//--- duckdb.cpp
enum class SinkResultType { NEED_MORE_INPUT, FINISHED, BLOCKED };
struct Chunk;
struct Table {
  SinkResultType Sink(Chunk &c);
};
struct Operator {
  SinkResultType SinkEarly(Chunk &c) {
    ++rows;
    // CHECK: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rows' is changed before a yield and changed again
    if (table.Sink(c) == SinkResultType::BLOCKED)
      return SinkResultType::BLOCKED;
    return SinkResultType::NEED_MORE_INPUT;
  }
  SinkResultType SinkLate(Chunk &c) {
    if (table.Sink(c) == SinkResultType::BLOCKED)
      return SinkResultType::BLOCKED;
    ++rows;
    return SinkResultType::NEED_MORE_INPUT;
  }
  Table table;
  int rows = 0;
};
