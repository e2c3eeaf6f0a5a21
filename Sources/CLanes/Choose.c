#include "include/CLanes.h"

#include <stddef.h>

extern const lanes_kernels lanes_kernels_baseline, lanes_kernels_level3, lanes_kernels_level4;

long lanes_scratch(const lanes_shape *shape) {
  const long D = shape->inputs, H = shape->hidden, recurrent = shape->kind == 0 ? 0 : H;
  const long weights = H * (1 + D + recurrent) + D * (1 + H);
  // Forward: the weights in another order, the states of a block of 32 steps and one more, a placebo's inner one, and three
  // predictions at most. Backward: weights,
  // their gradients, and of a block of 32 steps da and states with one row more, rows and errors.
  const long forward = weights + 34 * H + 3 * D;
  long backward = H * (D + recurrent) + weights + 2 * 33 * H + 2 * 32 * D;
  // For a placebo: W_x and b, the inner states of a block, and the errors of one of them.
  if (shape->kind == 2) backward += H * (1 + D) + 32 * H + H;
  // One more, to start at a cache line.
  return (forward > backward ? forward : backward) + 1;
}

long unit_scratch(const lanes_shape *shape) {
  const long D = shape->inputs, H = shape->hidden, recurrent = shape->kind == 0 ? 0 : H;
  const long width = (H + 15) / 16, columns = (D + 15) / 16;
  // In vectors of sixteen; shorter vectors need no more. Forward: all weights in another order, two states and a placebo's
  // inner one. Backward: weights, their gradients, a block's errors, states and prediction errors; a placebo's inner
  // weights and states.
  long forward = width * (1 + D + recurrent) + columns * (H + 1) + 3 * width;
  long backward = width * (2 * recurrent + 3 * D + 1) + 2 * 65 * width + 4 * D;
  if (shape->kind == 2) backward += width * (1 + D + 64 + 1);
  // Sixteen more, to start at a cache line.
  return 16 * (forward > backward ? forward : backward) + 16;
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
