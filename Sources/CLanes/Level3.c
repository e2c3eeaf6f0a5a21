// x86-64-v3: AVX2, eight floats a register.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define KERNELS lanes_kernels_level3
#define WIDE 8
#define NETWORK_GROUP 8
#define NETWORK_STEPS 3
#define NETWORK_SUMS 12
#define NETWORK_ROWS 2
#define NETWORK_COLUMNS 4
#define UNIT_GROUP 8
#define UNIT_STEPS 8
#define UNIT_ROWS 4
#define UNIT_COLUMNS 2
#include "Kernels.h"
#pragma clang attribute pop
#endif
