// libqrencode imports whole; the header is named once here.
#pragma once
#include <qrencode.h>
