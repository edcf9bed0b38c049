// What Swift cannot import from libnice and GLib by itself. Each function says why it exists.
#pragma once
#include <agent.h>
#include <gio/gio.h>
