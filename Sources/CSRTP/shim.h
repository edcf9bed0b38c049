// libsrtp2 imports whole; the header is named once here.
#pragma once
#include <srtp2/srtp.h>
