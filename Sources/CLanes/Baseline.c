// What every processor of the architecture can run: SSE2 on x86-64, NEON on arm64, four floats a register.
#define KERNELS lanes_kernels_baseline
#define WIDE 4
#define NETWORK_GROUP 8
#define NETWORK_STEPS 3
#define NETWORK_SUMS 12
#define NETWORK_ROWS 2
#define NETWORK_COLUMNS 4
#define UNIT_GROUP 8
#define UNIT_STEPS 8
#define UNIT_ROWS 2
#define UNIT_COLUMNS 4
#include "Kernels.h"
