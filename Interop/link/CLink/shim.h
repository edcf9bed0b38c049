// What the link emulator needs of Linux and Swift's Glibc module leaves out. Each function says why it exists.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

// Hidden without _GNU_SOURCE, which the Glibc module is built without.
int setns(int descriptor, int kind);
int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout, const sigset_t *mask);

// CLONE_NEWNET is hidden with setns. Moves this thread into the network namespace that the file names.
static inline int nearhand_enter_network_namespace(const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    int result = setns(descriptor, 0x40000000);
    int reason = errno;
    close(descriptor);
    errno = reason;
    return result;
}

// ioctl is variadic and struct ifreq a union. Makes a TUN device in this thread's network namespace, where it lives
// until its descriptor, the result, is closed; each read and write is one IP packet.
static inline int nearhand_open_tun(const char *name) {
    int descriptor = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return -1;
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    if (ioctl(descriptor, TUNSETIFF, &request) < 0) {
        int reason = errno;
        close(descriptor);
        errno = reason;
        return -1;
    }
    return descriptor;
}

// prctl is variadic. Has ppoll wake within a microsecond of its time rather than within fifty.
static inline int nearhand_wake_on_time(void) {
    return prctl(PR_SET_TIMERSLACK, 1000UL);
}

// struct sched_param is a macro-ridden type. Runs this process before ordinary ones, so that a busy machine does not
// delay packets; needs root.
static inline int nearhand_run_first(void) {
    struct sched_param parameter;
    memset(&parameter, 0, sizeof parameter);
    parameter.sched_priority = 1;
    return sched_setscheduler(0, SCHED_RR, &parameter);
}
