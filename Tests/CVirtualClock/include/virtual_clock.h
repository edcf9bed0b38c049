// A wall clock that a test moves, for the one library that reads it by itself.
#pragma once
#include <stdint.h>

// OpenSSL measures DTLS retransmissions by gettimeofday. This target defines that function for the whole test program,
// which the loader prefers to the C library's: a thread that has set a time reads that time, every other the real one.
// Microseconds since 1970; negative gives the calling thread the real clock back.
void nearhand_virtual_clock_set(int64_t microseconds);
