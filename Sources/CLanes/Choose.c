#include "include/CLanes.h"

#include <stddef.h>

extern const lanes_kernels lanes_kernels_baseline, lanes_kernels_level3, lanes_kernels_level4;

long lanes_gradient_scratch(const lanes_shape *shape) {
  return 33L * shape->hidden + 32L * shape->inputs;
}

const lanes_kernels *lanes_kernels_for(int level) {
  if (level <= 1) return &lanes_kernels_baseline;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == 3 && __builtin_cpu_supports("x86-64-v3")) return &lanes_kernels_level3;
  if (level == 4 && __builtin_cpu_supports("x86-64-v4")) return &lanes_kernels_level4;
#endif
  return NULL;
}
