// libargon2 imports whole; the header is named once here.
#pragma once
#include <argon2.h>
