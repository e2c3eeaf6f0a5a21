// The sizes of a cell, as `CellEquations` (Sources/Recurrence/Cells) has them.
#ifndef CELL_SIZES_H
#define CELL_SIZES_H

#include "include/CLanes.h"

enum { TWIN, MEMORY, PLACEBO };
enum { ELMAN, GRU, LSTM };

/// G gates, P sums, S parts of a state, K numbers that a unit saves of a step.
///
/// The kernels have the sums in an order of their own: W_x x_t is added to the first G, W_h h_{t-1} to the G from
/// `recurrent` on. Either product then writes to consecutive sums.
typedef struct {
  int gates, sums, parts, saved, recurrent;
  /// The place of each sum, and of each gate of W_x, in `Weights`.
  int place[4];
} cell_sizes;

static const cell_sizes CELLS[] = {
    [ELMAN] = {1, 1, 1, 0, 0, {0}},
    // n, r, z, m
    [GRU] = {3, 4, 1, 4, 1, {2, 0, 1, 3}},
    // i, f, g, o
    [LSTM] = {4, 4, 2, 5, 0, {0, 1, 2, 3}},
};

static inline cell_sizes cell_sizes_of(const lanes_shape *shape) { return CELLS[shape->cell]; }

/// The places of gates that have the order of `Weights`.
static const int IN_ORDER[4] = {0, 1, 2, 3};

/// Where the blocks of `Weights` begin, in numbers of one network.
typedef struct {
  long h, b, out, b_out, count;
} weight_blocks;

static inline weight_blocks weight_blocks_of(const lanes_shape *shape) {
  const long D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  weight_blocks at = {.h = cell.gates * H * D};
  at.b = at.h + (shape->kind == TWIN ? 0 : cell.gates * H * H);
  at.out = at.b + cell.sums * H;
  at.b_out = at.out + D * H;
  at.count = at.b_out + D;
  return at;
}

#endif
