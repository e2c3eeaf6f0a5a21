// What every processor of the architecture can run: SSE2 on x86-64, NEON on arm64.
#define KERNELS lanes_kernels_baseline
#define GROUP 2
#define TILE 2
#include "Kernels.h"
