#include "CellSizes.h"

#include <stddef.h>

extern const lanes_kernels lanes_kernels_baseline, lanes_kernels_level3, lanes_kernels_level4;

// Bounds for all cells and levels. A run needs less: a placebo has buffers of its own, as a cell with gates has.

long lanes_scratch(const lanes_shape *shape) {
  const cell_sizes cell = cell_sizes_of(shape);
  const long D = shape->inputs, H = shape->hidden, block = 32;
  const long weights = weight_blocks_of(shape).count, N = cell.parts * H, PH = cell.sums * H, KH = cell.saved * H;
  // Forward: the weights in another order, the states of a block of steps and one more, their sums, a placebo's inner state,
  // what a step saves, and the predictions of a block.
  const long forward = weights + (block + 1) * N + block * PH + N + KH + block * D;
  // Backward: weights, their gradients, and of a block da and states with one row more, rows, errors, and what is carried.
  long backward = 2 * weights + (block + 1) * (PH + N) + block * 2 * D + N;
  // For a placebo: the sums and states of its inner steps, what they save, the errors of one of them, and all da.
  if (shape->kind == 2) backward += block * (2 * PH + N + KH) + H + PH;
  // One more, to start at a cache line.
  return (forward > backward ? forward : backward) + 1;
}

long unit_scratch(const lanes_shape *shape) {
  const cell_sizes cell = cell_sizes_of(shape);
  const long D = shape->inputs, H = shape->hidden, block = 64;
  const long width = (H + 15) / 16, columns = (D + 15) / 16;
  // In vectors of sixteen; shorter vectors need no more.
  const long N = cell.parts * width, PH = cell.sums * width, KH = cell.saved * width;
  const long recurrent = shape->kind == 0 ? 0 : cell.gates * H;
  const long weights = width * (cell.gates * D + recurrent + cell.sums + D);
  const long forward = weights + columns * (H + 1) + 3 * N + PH + KH;
  long backward = 2 * weights + (block + 1) * (PH + N) + (block * D + 15) / 16 + N;
  if (shape->kind == 2) backward += block * (PH + N) + KH + width + 2 * PH;
  // Sixteen more, to start at a cache line.
  return 16 * (forward > backward ? forward : backward) + 16;
}

long lanes_saved(const lanes_shape *shape) { return (long)cell_sizes_of(shape).saved * shape->hidden; }

long unit_saved(const lanes_shape *shape) { return 16L * cell_sizes_of(shape).saved * ((shape->hidden + 15) / 16); }

const lanes_kernels *lanes_kernels_for(int level) {
  if (level <= 1) return &lanes_kernels_baseline;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == 3 && __builtin_cpu_supports("x86-64-v3")) return &lanes_kernels_level3;
  if (level == 4 && __builtin_cpu_supports("x86-64-v4")) return &lanes_kernels_level4;
#endif
  return NULL;
}
