// x86-64-v4: AVX-512, a register holds all sixteen lanes.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"), min_vector_width(512))), apply_to = function)
#define KERNELS lanes_kernels_level4
#define WIDE 16
#define NETWORK_GROUP 8
#define NETWORK_STEPS 3
#define NETWORK_SUMS 27
#define NETWORK_ROWS 4
#define NETWORK_COLUMNS 4
#define UNIT_GROUP 4
#define UNIT_STEPS 8
#define UNIT_ROWS 6
#define UNIT_COLUMNS 4
#include "Kernels.h"
#pragma clang attribute pop
#endif
