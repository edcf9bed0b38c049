// What Swift cannot import from Xlib by itself. Each function says why it exists.
#pragma once
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <X11/Xft/Xft.h>
#include <X11/extensions/XInput2.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <X11/extensions/Xfixes.h>
#include <X11/extensions/Xrandr.h>
#include <sys/ipc.h>
#include <sys/shm.h>

// XDestroyImage is a macro that calls through the image's own function table.
static inline void nearhand_x11_destroy_image(XImage *image) {
    XDestroyImage(image);
}
