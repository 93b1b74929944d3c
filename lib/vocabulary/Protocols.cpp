//===- Protocols.cpp - The vocabularies that are built in -----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Data only. docs/protocols.md tells them.
//
//===----------------------------------------------------------------------===//

#include "vocabulary/AnswerClass.h"
#include "vocabulary/Protocol.h"
#include "vocabulary/Spelling.h"
#include "llvm/ADT/StringExtras.h"

namespace reentrancy {

/// The model's own vocabulary (include/ioresult).
static Protocol ioresultProtocol() {
  Protocol P;
  P.PendingTypes = {"IOResult"};
  P.PendingParts = {"IOPending"};
  P.CompletionTypes = {"Completion", "IOCompletions"};
  P.GroupTypes = {"CompletionGroup"};
  return P;
}

/// Pigweed's pw_async2.
static Protocol pwAsync2Protocol() {
  Protocol P;
  P.PendingTypes = {"async2::Poll", "Poll"};
  P.PendingParts = {"async2::PendingType", "PendingType"};
  P.PendingMakers = {"async2::Pending", "Pending"};
  P.DoneMakers = {"async2::Ready", "Ready"};
  P.Registrations = {"PW_ASYNC_STORE_WAKER", "PW_ASYNC_CLONE_WAKER",
                     "InternalStoreWaker"};
  return P;
}

/// BoringSSL's handshake: each state's function says what it waits for.
static Protocol boringssl() {
  Protocol P;
  P.PendingTypes = {"ssl_hs_wait_t", "ssl_private_key_result_t",
                    "ssl_verify_result_t", "ssl_ticket_aead_result_t"};
  P.PendingValues = {"ssl_private_key_retry", "ssl_verify_retry",
                     "ssl_ticket_aead_retry"};
  P.DoneValues = {"ssl_hs_ok", "ssl_private_key_success", "ssl_verify_ok",
                  "ssl_ticket_aead_success"};
  P.ErrorValues = {"ssl_hs_error", "ssl_private_key_failure",
                   "ssl_verify_invalid", "ssl_ticket_aead_error"};
  P.Noise = {"ERR_put_error", "ERR_clear_error", "ssl_do_info_callback",
             "ssl_do_msg_callback"};
  return P;
}

/// nginx: handlers, and readers of a connection.
static Protocol nginx() {
  Protocol P;
  P.PendingTypes = {"ngx_int_t", "ssize_t"};
  P.PendingValues = {"NGX_AGAIN"};
  P.ErrorValues = {"<0"};
  P.Noise = {"ngx_log_error", "ngx_log_error_core", "ngx_log_debug_core",
             "ngx_ssl_error", "ngx_connection_error"};
  return P;
}

/// Mbed TLS: everything that may have to wait for the transport.
static Protocol mbedtls() {
  Protocol P;
  P.PendingTypes = {"int"};
  P.PendingValues = {"MBEDTLS_ERR_SSL_WANT_READ", "MBEDTLS_ERR_SSL_WANT_WRITE",
                     "MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS",
                     "MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS"};
  P.ErrorValues = {"<0"};
  P.YieldingFunctions = {"mbedtls_ssl_read_record",
                         "mbedtls_ssl_fetch_input",
                         "mbedtls_ssl_flush_output",
                         "mbedtls_ssl_write_record",
                         "mbedtls_ssl_write_handshake_msg",
                         "mbedtls_ssl_write_handshake_msg_ext",
                         "mbedtls_ssl_finish_handshake_msg",
                         "mbedtls_ssl_tls13_fetch_handshake_msg"};
  P.Noise = {"mbedtls_debug_print_msg", "mbedtls_debug_print_ret",
             "mbedtls_debug_print_buf", "mbedtls_debug_print_mpi",
             "mbedtls_debug_print_crt"};
  return P;
}

/// DuckDB's operators.
static Protocol duckdb() {
  Protocol P;
  P.PendingTypes = {"SourceResultType",       "SinkResultType",
                    "SinkFinalizeType",       "SinkCombineResultType",
                    "SinkNextBatchType",      "OperatorResultType",
                    "OperatorFinalResultType"};
  P.PendingValues = {"BLOCKED"};
  P.PendingMakers = {"BlockSource", "BlockSink"};
  P.Registrations = {"BlockTask"};
  return P;
}

namespace {
struct Named {
  llvm::StringRef Name;
  Protocol (*Make)();
};
} // namespace

static constexpr Named Table[] = {
    {"ioresult", ioresultProtocol}, {"pw_async2", pwAsync2Protocol},
    {"boringssl", boringssl},       {"nginx", nginx},
    {"mbedtls", mbedtls},           {"duckdb", duckdb},
};

std::optional<Protocol> Protocol::named(llvm::StringRef Name) {
  for (const Named &N : Table)
    if (N.Name == Name)
      return N.Make();
  return std::nullopt;
}

std::optional<Status> statusWord(llvm::StringRef Name) {
  std::string Word;
  for (char C : Name)
    if (C != '_')
      Word += llvm::toLower(C);
  for (llvm::StringRef Not : {"pending", "again", "wouldblock", "notready",
                              "notyet", "inprogress", "blocked", "wait"})
    if (llvm::StringRef(Word).contains(Not))
      return Status::Pending;
  for (llvm::StringRef Done :
       {"done", "ready", "ok", "success", "complete", "finished", "value"})
    if (llvm::StringRef(Word).ends_with(Done))
      return Status::Done;
  return std::nullopt;
}

std::vector<std::string> protocolNames() {
  std::vector<std::string> Names;
  for (const Named &N : Table)
    Names.push_back(N.Name.str());
  return Names;
}

std::string Protocol::builtIn() {
  std::string Names;
  for (const Named &N : Table)
    Names += (Names.empty() ? "'" : ", '") + N.Name.str() + "'";
  return Names;
}

} // namespace reentrancy
