#pragma once
#include <errno.h>
#include <qrencode.h>

// `errno` is a macro that Swift does not import without a C library's own module.
static inline int cqrencode_errno(void) { return errno; }

// `ENOMEM`, for the same reason.
static inline int cqrencode_out_of_memory(void) { return ENOMEM; }
