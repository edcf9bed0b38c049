// What Swift's Glibc module leaves out of UDP sockets on Linux. Each function says why it exists.
#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SO_ATTACH_REUSEPORT_CBPF
#define SO_ATTACH_REUSEPORT_CBPF 51
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

// struct sock_fprog and the BPF_* macros are C's to build. The program looks at each datagram that comes to the port:
// from `remote`, with a first byte of 20...63 (DTLS) or 128...191 (RTP, RTCP; RFC 7983), it goes to the second socket
// that was bound to the port, all else to the first. Headers with options do not compare equal, and so go to the first.
// It takes the place of the program before it at once.
static inline int nearhand_udp_attach_demultiplexer(int descriptor, const struct sockaddr *remote) {
    struct sock_filter program[20];
    unsigned short count = 0;
    const unsigned header = (unsigned)SKF_NET_OFF;
    // Each comparison is a load and a jump; where the jump goes when it fails is filled in at the end.
    #define NEARHAND_COMPARE(size, offset, value) \
        program[count++] = (struct sock_filter)BPF_STMT(BPF_LD | (size) | BPF_ABS, header + (offset)); \
        program[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, 0)
    if (remote->sa_family == AF_INET) {
        const struct sockaddr_in *address = (const struct sockaddr_in *)remote;
        NEARHAND_COMPARE(BPF_W, 12, ntohl(address->sin_addr.s_addr));
        NEARHAND_COMPARE(BPF_H, 20, ntohs(address->sin_port));
    } else {
        const struct sockaddr_in6 *address = (const struct sockaddr_in6 *)remote;
        for (unsigned word = 0; word < 4; word++) {
            NEARHAND_COMPARE(BPF_W, 8 + 4 * word, ntohl(address->sin6_addr.s6_addr32[word]));
        }
        NEARHAND_COMPARE(BPF_H, 40, ntohs(address->sin6_port));
    }
    #undef NEARHAND_COMPARE
    const unsigned short compared = count;
    const struct sock_filter rest[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 192, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 128, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 64, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 20, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    memcpy(program + count, rest, sizeof(rest));
    count += sizeof(rest) / sizeof(rest[0]);
    for (unsigned short index = 1; index < compared; index += 2) { program[index].jf = count - 1 - (index + 1); }
    struct sock_fprog whole = { count, program };
    return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &whole, sizeof(whole));
}

// The same, for a program that leaves everything to the first socket.
static inline int nearhand_udp_detach_demultiplexer(int descriptor) {
    struct sock_filter program[] = { BPF_STMT(BPF_RET | BPF_K, 0) };
    struct sock_fprog whole = { 1, program };
    return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &whole, sizeof(whole));
}

// The constants are macros. Several datagrams of one sender then come as one, with the size of each beside it.
static inline int nearhand_udp_enable_gro(int descriptor) {
    int on = 1;
    return setsockopt(descriptor, SOL_UDP, UDP_GRO, &on, sizeof(on));
}

// The constants are macros. Datagrams then leave whole or not at all, and what ICMP says of the path's MTU, which anybody
// may send, changes nothing.
static inline int nearhand_udp_forbid_fragments(int descriptor, int family) {
    int mode = IP_PMTUDISC_PROBE;
    if (family == AF_INET) { return setsockopt(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, &mode, sizeof(mode)); }
    mode = IPV6_PMTUDISC_PROBE;
    return setsockopt(descriptor, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &mode, sizeof(mode));
}

// IP_MTU is a macro, and known of a connected socket alone: the bytes of the largest datagram that the route to `remote`
// takes, by the device that it leaves from. 0 when that is not known.
static inline int nearhand_udp_route_limit(const struct sockaddr *remote, socklen_t length) {
    int descriptor = socket(remote->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) { return 0; }
    int mtu = 0;
    socklen_t size = sizeof(mtu);
    const int is_v4 = remote->sa_family == AF_INET;
    if (connect(descriptor, remote, length) < 0
        || getsockopt(descriptor, is_v4 ? IPPROTO_IP : IPPROTO_IPV6, is_v4 ? IP_MTU : IPV6_MTU, &mtu, &size) < 0) {
        mtu = 0;
    }
    close(descriptor);
    // The headers of IP and UDP.
    const int headers = is_v4 ? 28 : 48;
    return mtu > headers ? mtu - headers : 0;
}

// CMSG_* are macros. Sends `count` bytes as datagrams of `segment` bytes, the last one shorter; a segment of 0 is one
// datagram. Gives the bytes sent or a negated errno.
static inline ssize_t nearhand_udp_send(
    int descriptor, const void *address, socklen_t address_length, const void *bytes, size_t count, uint16_t segment) {
    struct iovec vector = { (void *)bytes, count };
    struct msghdr message;
    char control[CMSG_SPACE(sizeof(uint16_t))] __attribute__((aligned(8)));
    memset(&message, 0, sizeof(message));
    message.msg_name = (void *)address;
    message.msg_namelen = address_length;
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    if (segment && count > segment) {
        memset(control, 0, sizeof(control));
        message.msg_control = control;
        message.msg_controllen = sizeof(control);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_UDP;
        header->cmsg_type = UDP_SEGMENT;
        header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        memcpy(CMSG_DATA(header), &segment, sizeof(segment));
    }
    ssize_t sent = sendmsg(descriptor, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? -errno : sent;
}

// CMSG_* are macros. Takes what one read gives: `*segment` is the size of each datagram in it, 0 when it is one alone.
// Gives the bytes read or a negated errno.
static inline ssize_t nearhand_udp_receive(
    int descriptor, void *bytes, size_t capacity, struct sockaddr_storage *address, socklen_t *address_length,
    int *segment) {
    struct iovec vector = { bytes, capacity };
    struct msghdr message;
    char control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8)));
    memset(&message, 0, sizeof(message));
    message.msg_name = address;
    message.msg_namelen = sizeof(*address);
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof(control);
    *segment = 0;
    ssize_t count = recvmsg(descriptor, &message, MSG_DONTWAIT);
    if (count < 0) { return -errno; }
    *address_length = message.msg_namelen;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level == SOL_UDP && header->cmsg_type == UDP_GRO) {
            memcpy(segment, CMSG_DATA(header), sizeof(*segment));
        }
    }
    return count;
}
