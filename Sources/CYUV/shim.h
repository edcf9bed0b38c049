// libyuv imports whole; the header is named once here.
#pragma once
#include <libyuv.h>
