// x86-64-v3: AVX2, eight floats a register.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define KERNELS lanes_kernels_level3
#define GROUP 4
#define TILE 2
#define UNIT_GROUP 2
#define UNIT_STEPS 4
#define UNIT_ROWS 2
#define UNIT_COLUMNS 2
#include "Kernels.h"
#pragma clang attribute pop
#endif
