// What every processor of the architecture can run: SSE2 on x86-64, NEON on arm64.
#define KERNELS lanes_kernels_baseline
#define GROUP 2
#define TILE 2
#define UNIT_GROUP 2
#define UNIT_STEPS 2
#define UNIT_ROWS 1
#define UNIT_COLUMNS 2
#include "Kernels.h"
