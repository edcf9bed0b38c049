// What Swift's Glibc module leaves out and the desktop child needs. Each declaration says why it exists.
#pragma once
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// prctl is variadic; this is the one request that the child process makes.
static inline int nearhand_die_with_parent(void) {
    return prctl(PR_SET_PDEATHSIG, SIGKILL);
}

// glibc 2.34 and later; hidden without _GNU_SOURCE, which the Glibc module is built without.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

// The flags are an anonymous enum of the header, which Swift imports without a usable type.
static inline int nearhand_make_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

// sched_getaffinity and CPU_COUNT are hidden without _GNU_SOURCE; the system call fills a mask of 4,096 processors itself.
// 0 when it fails.
static inline int nearhand_allowed_processors(void) {
    unsigned long mask[64] = {0};
    int count = 0;
    if (syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask) < 0) return 0;
    for (int word = 0; word < 64; word++) count += __builtin_popcountl(mask[word]);
    return count;
}
