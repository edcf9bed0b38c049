// What Swift cannot import from Xlib by itself. Each function says why it exists.
#pragma once
#include <X11/Xatom.h>
#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <X11/Xft/Xft.h>
#include <X11/extensions/XInput2.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xcomposite.h>
#include <X11/extensions/Xdamage.h>
#include <X11/extensions/Xfixes.h>
#include <X11/extensions/Xrandr.h>
#include <sys/ipc.h>
#include <sys/shm.h>

// XDestroyImage is a macro that calls through the image's own function table.
static inline void nearhand_x11_destroy_image(XImage *image) {
    XDestroyImage(image);
}

// Which bits of a resource's number are the client's own to choose; the rest is the same for all that one client made.
// Xlib tells it by no function: _XPrivDisplay calls it private4, Xlibint.h, which changes other types, resource_mask.
static inline XID nearhand_x11_resource_mask(Display *display) {
    return ((_XPrivDisplay)display)->private4;
}
