#include "virtual_clock.h"
#include <sys/time.h>
#include <time.h>

static _Thread_local int64_t virtual_time = -1;

void nearhand_virtual_clock_set(int64_t microseconds) { virtual_time = microseconds; }

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    if (virtual_time >= 0) {
        time->tv_sec = virtual_time / 1000000;
        time->tv_usec = virtual_time % 1000000;
        return 0;
    }
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) { return -1; }
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}
