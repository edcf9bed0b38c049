// What Swift cannot import from libnice and GLib by itself. Each function says why it exists.
#pragma once
#include <agent.h>
#include <interfaces.h>
#include <arpa/inet.h>
#include <errno.h>
#include <stun/usages/ice.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

// A GSource needs a table of functions at an address that outlives it; C has static data, Swift's is not promised one.
// The source has no file descriptor: its ready time alone makes it due, and each dispatch disarms it first.
static gboolean nearhand_source_dispatch(GSource *source, GSourceFunc callback, gpointer data) {
    g_source_set_ready_time(source, -1);
    return callback(data);
}
static inline GSource *nearhand_source_new(void) {
    static GSourceFuncs functions = { NULL, NULL, nearhand_source_dispatch, NULL, NULL, NULL };
    return g_source_new(&functions, sizeof(GSource));
}

// g_object_set is variadic, TRUE and FALSE are macros. Properties as DESIGN.md §3 sets them:
// no UPnP (it sends multicast on a network we were not asked to explore), no ICE-TCP (its listening sockets spin
// under port scans), checks each 5 ms (RFC 8445 §14.2 allows no less), first STUN retransmission after 100 ms.
static inline void nearhand_agent_configure(NiceAgent *agent) {
    g_object_set(agent, "upnp", FALSE, "ice-tcp", FALSE, "ice-udp", TRUE,
        "stun-pacing-timer", 5, "stun-initial-timeout", 100, NULL);
}

// g_object_set is variadic.
static inline void nearhand_agent_set_controlling(NiceAgent *agent, gboolean controlling) {
    g_object_set(agent, "controlling-mode", controlling, NULL);
}

// g_object_set is variadic. The address is a literal; libnice resolves no names.
static inline void nearhand_agent_set_stun_server(NiceAgent *agent, const char *address, guint port) {
    g_object_set(agent, "stun-server", address, "stun-server-port", port, NULL);
}

// g_object_set is variadic. Without it a machine that relays must not connect in any other way.
static inline void nearhand_agent_force_relay(NiceAgent *agent) { g_object_set(agent, "force-relay", TRUE, NULL); }

// g_signal_connect is a macro, and its GCallback erases the type that each signal's callback has.
static inline void nearhand_agent_connect_signals(
    NiceAgent *agent, void (*candidate)(NiceAgent *, NiceCandidate *, gpointer),
    void (*gathered)(NiceAgent *, guint, gpointer), void (*state)(NiceAgent *, guint, guint, guint, gpointer),
    void (*selected)(NiceAgent *, guint, guint, NiceCandidate *, NiceCandidate *, gpointer), gpointer data) {
    g_signal_connect(agent, "new-candidate-full", G_CALLBACK(candidate), data);
    g_signal_connect(agent, "candidate-gathering-done", G_CALLBACK(gathered), data);
    g_signal_connect(agent, "component-state-changed", G_CALLBACK(state), data);
    g_signal_connect(agent, "new-selected-pair-full", G_CALLBACK(selected), data);
}

// g_signal_handlers_disconnect_by_data is a macro.
static inline void nearhand_agent_disconnect_signals(NiceAgent *agent, gpointer data) {
    g_signal_handlers_disconnect_by_data(agent, data);
}

// GAsyncReadyCallback names GObject where the caller has an agent; the cast is C's to make.
static inline void nearhand_agent_close(NiceAgent *agent, GAsyncReadyCallback closed, gpointer data) {
    nice_agent_close_async(agent, closed, data);
}

// The G_RESOLVER cast is a macro, and the list of addresses is a GList of pointers without types. Gives the first
// IPv4 address, or else the first one, as text that the caller frees; NULL when there is none.
static inline char *nearhand_resolver_finish(GObject *resolver, GAsyncResult *result) {
    GList *addresses = g_resolver_lookup_by_name_finish(G_RESOLVER(resolver), result, NULL);
    GInetAddress *chosen = NULL;
    for (GList *item = addresses; item; item = item->next) {
        GInetAddress *address = G_INET_ADDRESS(item->data);
        if (!chosen) { chosen = address; }
        if (g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV4) { chosen = address; break; }
    }
    char *text = chosen ? g_inet_address_to_string(chosen) : NULL;
    g_resolver_free_addresses(addresses);
    return text;
}

// The G_SOCKET_ADDRESS and G_SOURCE_FUNC casts are macros, and a GError is of no use to the caller: a UDP socket bound
// to a port that others may share, in a multicast group, or NULL.
static inline GSocket *nearhand_socket_open_multicast(const char *group, guint16 port) {
    GSocket *socket = g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
    if (!socket) { return NULL; }
    GInetAddress *any = g_inet_address_new_any(G_SOCKET_FAMILY_IPV4);
    GSocketAddress *local = g_inet_socket_address_new(any, port);
    GInetAddress *multicast = g_inet_address_new_from_string(group);
    g_socket_set_blocking(socket, FALSE);
    gboolean open = g_socket_bind(socket, local, TRUE, NULL)
        && g_socket_join_multicast_group(socket, multicast, FALSE, NULL, NULL);
    g_object_unref(multicast);
    g_object_unref(local);
    g_object_unref(any);
    if (!open) { g_clear_object(&socket); }
    return socket;
}
static inline gssize nearhand_socket_send_to(
    GSocket *socket, const char *address, guint16 port, const guint8 *bytes, gsize count) {
    GSocketAddress *remote = g_inet_socket_address_new_from_string(address, port);
    gssize sent = g_socket_send_to(socket, remote, (const gchar *)bytes, count, NULL, NULL);
    g_object_unref(remote);
    return sent;
}
static inline GSource *nearhand_socket_source_new(
    GSocket *socket, GSocketSourceFunc callback, gpointer data) {
    GSource *source = g_socket_create_source(socket, G_IO_IN, NULL);
    g_source_set_callback(source, G_SOURCE_FUNC(callback), data, NULL);
    return source;
}
static inline void nearhand_socket_close(GSocket *socket) {
    g_socket_close(socket, NULL);
    g_object_unref(socket);
}

// A StunAgent and a StunMessage are structs with buffers inside, and the sockets come as pointers without types. Sends
// one connectivity check to the address from each UDP socket of the component; what a socket does not take is lost. The
// priority is that of a peer-reflexive candidate (RFC 8445 §7.1.1). The tie-breaker gives way: where both sides took the
// same role, libnice's own checks settle it.
static inline void nearhand_agent_send_check(NiceAgent *agent, guint stream, guint component, const char *address,
    guint16 port, const char *username, const char *password, gboolean controlling) {
    static const uint16_t known[] = { 0 };
    static const uint32_t priority = (110u << 24) | (65535u << 8) | 255u;
    StunAgent stun;
    StunMessage message;
    uint8_t buffer[1200];
    stun_agent_init(&stun, known, STUN_COMPATIBILITY_RFC5389,
        STUN_AGENT_USAGE_SHORT_TERM_CREDENTIALS | STUN_AGENT_USAGE_USE_FINGERPRINT);
    size_t count = stun_usage_ice_conncheck_create(&stun, &message, buffer, sizeof(buffer), (const uint8_t *)username,
        strlen(username), (const uint8_t *)password, strlen(password), controlling, controlling, priority,
        controlling ? 0 : UINT64_MAX, NULL, STUN_USAGE_ICE_COMPATIBILITY_RFC5245);
    GSocketAddress *remote = g_inet_socket_address_new_from_string(address, port);
    GPtrArray *sockets = nice_agent_get_sockets(agent, stream, component);
    for (guint i = 0; count && remote && sockets && i < sockets->len; i++) {
        GSocket *socket = g_ptr_array_index(sockets, i);
        if (g_socket_get_socket_type(socket) == G_SOCKET_TYPE_DATAGRAM
            && g_socket_get_family(socket) == g_socket_address_get_family(remote)) {
            g_socket_send_to(socket, remote, (const gchar *)buffer, count, NULL, NULL);
        }
    }
    g_clear_pointer(&sockets, g_ptr_array_unref);
    g_clear_object(&remote);
}

// -1 when the pair is relayed or TCP: then there is no socket that sends to the peer itself.
static inline int nearhand_agent_selected_descriptor(NiceAgent *agent, guint stream, guint component) {
    GSocket *socket = nice_agent_get_selected_socket(agent, stream, component);
    int descriptor = socket ? g_socket_get_fd(socket) : -1;
    // The agent keeps its own reference, and with it the descriptor.
    g_clear_object(&socket);
    return descriptor;
}

// The netlink macros (NLMSG_OK, NLMSG_NEXT) and sockaddr_nl's zeroing are C's. A socket that hears of addresses and
// routes that come and go, or -1.
static inline int nearhand_netlink_open(void) {
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (descriptor < 0) { return -1; }
    struct sockaddr_nl local = { .nl_family = AF_NETLINK,
        .nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE };
    if (bind(descriptor, (struct sockaddr *)&local, sizeof(local)) != 0) {
        close(descriptor);
        return -1;
    }
    return descriptor;
}

// Reads everything that waits. TRUE when an address or a route came or went, or when so much did that the kernel
// dropped messages (ENOBUFS).
static inline gboolean nearhand_netlink_read(int descriptor) {
    gboolean changed = FALSE;
    char buffer[8192] __attribute__((aligned(NLMSG_ALIGNTO)));
    for (;;) {
        ssize_t count = recv(descriptor, buffer, sizeof(buffer), 0);
        if (count < 0 && errno == EINTR) { continue; }
        if (count < 0 && errno == ENOBUFS) { changed = TRUE; continue; }
        if (count <= 0) { return changed; }
        unsigned int left = (unsigned int)count;
        for (struct nlmsghdr *head = (struct nlmsghdr *)buffer; NLMSG_OK(head, left); head = NLMSG_NEXT(head, left)) {
            switch (head->nlmsg_type) {
            case RTM_NEWADDR: case RTM_DELADDR: case RTM_NEWROUTE: case RTM_DELROUTE: changed = TRUE;
            default: break;
            }
        }
    }
}

// The G_SOURCE_FUNC cast is a macro. A source for a descriptor that becomes readable.
static inline GSource *nearhand_descriptor_source_new(
    int descriptor, GUnixFDSourceFunc callback, gpointer data, GDestroyNotify destroyed) {
    GSource *source = g_unix_fd_source_new(descriptor, G_IO_IN);
    g_source_set_callback(source, G_SOURCE_FUNC(callback), data, destroyed);
    return source;
}

// Socket addresses are a family of structs behind casts. The address that datagrams to a destination would leave from,
// as text that the caller frees; NULL without a route. Nothing is sent: connecting a UDP socket only asks the routes.
static inline char *nearhand_source_address(const char *destination) {
    struct sockaddr_storage address = { 0 };
    struct sockaddr_in *four = (struct sockaddr_in *)&address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address;
    socklen_t length = sizeof(*four);
    if (inet_pton(AF_INET, destination, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(9);
    } else if (inet_pton(AF_INET6, destination, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(9);
        length = sizeof(*six);
    } else {
        return NULL;
    }
    int descriptor = socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) { return NULL; }
    char text[INET6_ADDRSTRLEN];
    const char *found = NULL;
    if (connect(descriptor, (struct sockaddr *)&address, length) == 0
        && getsockname(descriptor, (struct sockaddr *)&address, &length) == 0) {
        const void *raw = address.ss_family == AF_INET ? (void *)&four->sin_addr : (void *)&six->sin6_addr;
        found = inet_ntop(address.ss_family, raw, text, sizeof(text));
    }
    close(descriptor);
    return found ? g_strdup(found) : NULL;
}
