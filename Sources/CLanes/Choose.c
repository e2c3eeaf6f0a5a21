#include "include/CLanes.h"

#include <stddef.h>

extern const lanes_kernels lanes_kernels_baseline, lanes_kernels_level3, lanes_kernels_level4;

long lanes_scratch(const lanes_shape *shape) {
  const long D = shape->inputs, H = shape->hidden, recurrent = shape->kind == 0 ? 0 : H;
  // Forward: all weights in another order. Backward: the errors of a block of steps and of the step after it.
  long forward = H * (1 + D + recurrent) + D * (1 + H), backward = 33 * H + 32 * D;
  if (shape->kind == 2) {
    // A placebo's own: W_x and b once more, and its inner states.
    forward += H * (1 + D) + H;
    backward += H * (1 + D) + 33 * H;
  }
  return forward > backward ? forward : backward;
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
