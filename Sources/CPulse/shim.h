// What Swift cannot import from libpulse by itself. Each function says why it exists.
#pragma once
#include <pulse/pulseaudio.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// EFD_* is an enum and a macro of one name each, which Swift does not import.
static inline int nearhand_pulse_make_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

// The main loop's functions are pointers in a struct; this is the call of one of them.
static inline pa_io_event *nearhand_pulse_watch(
    pa_mainloop_api *api, int descriptor, pa_io_event_cb_t callback, void *data) {
    return api->io_new(api, descriptor, PA_IO_EVENT_INPUT, callback, data);
}

// Likewise.
static inline void nearhand_pulse_forget(pa_mainloop_api *api, pa_io_event *event) {
    api->io_free(event);
}

// prctl is variadic; this names the calling thread, for debuggers and process lists.
static inline void nearhand_pulse_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}
