// What Swift's Glibc module leaves out and the desktop child needs. Each declaration says why it exists.
#pragma once
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

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
