// The processor's own instructions for CRC32C, which Swift cannot call. Each function says why it exists.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

// Whether this processor has SSE 4.2; asked when the program runs, as it may have been built elsewhere.
static inline int nearhand_crc32c_is_available(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2") ? 1 : 0;
}

// Target attributes are C's. Goes on from `crc` over `count` bytes; call it only where it is available.
__attribute__((target("sse4.2"))) static inline uint32_t nearhand_crc32c(
    uint32_t crc, const uint8_t *bytes, size_t count) {
    uint64_t wide = crc;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        wide = _mm_crc32_u64(wide, word);
    }
    crc = (uint32_t)wide;
    for (; count; bytes++, count--) { crc = _mm_crc32_u8(crc, *bytes); }
    return crc;
}

#elif defined(__aarch64__)
#include <arm_acle.h>
#include <sys/auxv.h>

// The same for the CRC extension of ARMv8; HWCAP_CRC32 is bit 7 of AT_HWCAP.
static inline int nearhand_crc32c_is_available(void) { return (getauxval(AT_HWCAP) >> 7) & 1; }

__attribute__((target("crc"))) static inline uint32_t nearhand_crc32c(
    uint32_t crc, const uint8_t *bytes, size_t count) {
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        crc = __crc32cd(crc, word);
    }
    for (; count; bytes++, count--) { crc = __crc32cb(crc, *bytes); }
    return crc;
}

#else

static inline int nearhand_crc32c_is_available(void) { return 0; }

// Never called where it is not available.
static inline uint32_t nearhand_crc32c(uint32_t crc, const uint8_t *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return crc;
}

#endif
