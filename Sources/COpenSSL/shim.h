// What Swift cannot import from OpenSSL by itself. Each function says why it exists.
#pragma once
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/srtp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/time.h>

// EVP_EC_gen is a macro over a variadic function.
static inline EVP_PKEY *nearhand_generate_p256_key(void) { return EVP_EC_gen("P-256"); }

// The SSL_CTX_set_*_version functions are macros over SSL_CTX_ctrl.
static inline int nearhand_ctx_set_dtls_1_2_only(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION)
        && SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION);
}

// SSL_OP_* are macros with casts. No query of a path MTU (the BIO has none), no renegotiation (RFC 8827 §6.5
// lets one DTLS association carry one pair of fingerprints), no tickets and no resumption: each session has its own keys.
static inline void nearhand_ctx_set_options(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

// SSL_CTX_set1_groups_list is a macro over SSL_CTX_ctrl.
static inline int nearhand_ctx_set_groups(SSL_CTX *context, const char *list) {
    return (int)SSL_CTX_set1_groups_list(context, list);
}

// SSL_set_mtu is a macro over SSL_ctrl.
static inline long nearhand_ssl_set_mtu(SSL *ssl, long mtu) { return SSL_set_mtu(ssl, mtu); }

// DTLSv1_get_timeout is a macro over SSL_ctrl. Microseconds until the retransmission timer ends, or -1 without one.
static inline int64_t nearhand_dtls_remaining_timeout(SSL *ssl) {
    struct timeval left;
    if (!DTLSv1_get_timeout(ssl, &left)) { return -1; }
    return (int64_t)left.tv_sec * 1000000 + left.tv_usec;
}

// DTLSv1_handle_timeout is a macro over SSL_ctrl.
static inline long nearhand_dtls_handle_timeout(SSL *ssl) { return DTLSv1_handle_timeout(ssl); }

// SSL_set_app_data is a macro; the timer callback below finds the first time-out there.
static inline void nearhand_ssl_set_initial_timeout(SSL *ssl, uintptr_t microseconds) {
    SSL_set_app_data(ssl, (void *)microseconds);
}

// A timer callback gets no context of its own, so it reads the SSL's: doubles from the first time-out up to 3 s.
static unsigned int nearhand_dtls_timer(SSL *ssl, unsigned int previous) {
    unsigned int initial = (unsigned int)(uintptr_t)SSL_get_app_data(ssl);
    if (previous == 0) { return initial; }
    return previous > 1500000 ? 3000000 : previous * 2;
}
static inline void nearhand_ssl_use_timer(SSL *ssl) { DTLS_set_timer_cb(ssl, nearhand_dtls_timer); }

// The BIO flag functions with retry are macros.
static inline void nearhand_bio_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
static inline void nearhand_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }
