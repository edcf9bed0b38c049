// libFuzzer's library interface has no header of its own (https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library).
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *start, size_t count));
