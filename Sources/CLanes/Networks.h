// Sixteen networks at a time: a lane is a network. Included by Kernels.h, once for each instruction set.
//
// Where a register holds fewer than sixteen numbers, the networks are split into parts, each computed for a block of steps
// at a time: a part's weights then stay in the first-level cache, and the block's rows are still cached for the next part.
// What is used repeatedly is copied to cache-line boundaries. The order of every sum is fixed, and so are the bits.
//
//   NETWORK_GROUP                  units whose sums are held in registers while a step is computed
//   NETWORK_STEPS                  steps whose sums are held in registers with them, at most, where none waits for another
//   NETWORK_SUMS                   sums of all of them, at most
//   NETWORK_ROWS, NETWORK_COLUMNS  the block of a weight gradient held in registers

// Swift stores the numbers of the networks sixteen by sixteen.
enum { SIXTEEN = 16, PARTS = SIXTEEN / WIDE };

// Copies a part's numbers out of every sixteen, and back.
INLINE void take(const float *from, int part, long count, lanes *to) {
  for (long k = 0; k < count; k++) to[k] = *(const loose *)(from + SIXTEEN * k + WIDE * part);
}

INLINE void give(const lanes *from, long count, float *to, int part) {
  for (long k = 0; k < count; k++) *(loose *)(to + SIXTEEN * k + WIDE * part) = from[k];
}

// What a part saves of a row, or another place where nothing is saved.
INLINE loose *network_saved(const lanes_shape *shape, const lanes_segment *segment, long row, int part, lanes *other) {
  const long count = WIDE * (long)cell_sizes_of(shape).saved * shape->hidden;
  return (loose *)(segment->saved ? (float *)segment->saved + (row * PARTS + part) * count : (float *)other);
}

#define VALUE lanes
#define NAMED(name) network_##name
#define GROUP NETWORK_GROUP
#define ROWS NETWORK_ROWS
#define COLUMNS NETWORK_COLUMNS
#include "Products.h"

// The element in row r and column c of a matrix is from[r * row + c * column]. Its columns are H for each of some gates, which
// the copy has in the order of `place`, the columns of a group of network_sums side by side, row after row.
static void network_pack(const float *from, int part, int rows, long row, int gates, const int *place, int H, long column,
                         lanes *to) {
  const long columns = (long)gates * H;
  for (long group = 0; group < network_groups(columns); group++) {
    const long first = network_group_start(group, columns), end = network_group_start(group + 1, columns);
    for (int r = 0; r < rows; r++)
      for (long c = first; c < end; c++)
        take(from + SIXTEEN * (r * row + (place[c / H] * (long)H + c % H) * column), part, 1, to++);
  }
}

// sums_t = start + Σ_d w_d v_t[d] for `steps` steps, with weights in the order of `network_pack`: the part of a step that
// waits for no other. Each vector of weights is loaded once for all steps. Elements of v are `gap` floats apart, its steps
// `next`, and steps of the sums `apart` vectors; start may be null.
INLINE void network_project_group(const int steps, const int count, const lanes *start, const lanes *w, const float *v,
                                  long gap, long next, long n, lanes *sums, long apart) {
  lanes sum[NETWORK_STEPS][NETWORK_GROUP + 1];
#pragma clang loop unroll(full)
  for (int t = 0; t < steps; t++)
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sum[t][k] = start ? start[k] : (lanes)0.0f;
  for (long d = 0; d < n; d++, w += count) {
    lanes value[NETWORK_STEPS];
#pragma clang loop unroll(full)
    for (int t = 0; t < steps; t++) value[t] = *(const loose *)(v + t * next + d * gap);
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++)
#pragma clang loop unroll(full)
      for (int t = 0; t < steps; t++) sum[t][k] += w[k] * value[t];
  }
#pragma clang loop unroll(full)
  for (int t = 0; t < steps; t++)
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sums[t * apart + k] = sum[t][k];
}

// Steps at a time for a group of so many sums.
INLINE int network_side_by_side(int count) {
  const int most = NETWORK_SUMS / count;
  return most < 1 ? 1 : most < NETWORK_STEPS ? most : NETWORK_STEPS;
}

// All steps of a group.
INLINE void network_project_all(const int count, int steps, const lanes *start, const lanes *w, const float *v, long gap,
                                long next, long n, lanes *sums, long apart) {
  const int some = network_side_by_side(count);
  int t = 0;
  for (; t + some <= steps; t += some)
    network_project_group(some, count, start, w, v + t * next, gap, next, n, sums + t * apart, apart);
  for (; t < steps; t++) network_project_group(1, count, start, w, v + t * next, gap, next, n, sums + t * apart, apart);
}

static void network_project(int steps, const lanes *start, const lanes *w, const float *v, long gap, long next, long n,
                            long width, lanes *sums, long apart) {
  for (long group = 0; group < network_groups(width); group++) {
    const long k = network_group_start(group, width);
    const lanes *from = start ? start + k : 0;
    switch (network_group_start(group + 1, width) - k) {
#define CASE(c) \
  case c: network_project_all(c, steps, from, w + k * n, v, gap, next, n, sums + k, apart); break;
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9)
#undef CASE
    }
  }
}

// Steps per block.
enum { BLOCK = 32 };

// ---- forward ---------------------------------------------------------------------------------------------

// A part's weights, the states of a block of steps after that of the step before it, the sums of its steps, the inner state
// of a placebo, what a step saves where no gradient needs it, and the predictions of a block.
typedef struct {
  lanes *bias, *input, *inner, *readout_bias, *readout, *y, *a, *m, *discarded, *prediction, *end;
} network_step;

static network_step network_step_of(const lanes_shape *shape, const float *weights, int part, lanes *scratch) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const cell_sizes cell = cell_sizes_of(shape);
  const weight_blocks from = weight_blocks_of(shape);
  const long N = (long)cell.parts * H, PH = (long)cell.sums * H;
  network_step at = {.bias = scratch};
  at.input = at.bias + PH;
  at.inner = at.input + (long)cell.gates * D * H;
  at.readout_bias = at.inner + (long)cell.gates * recurrent * H;
  at.readout = at.readout_bias + D;
  at.y = at.readout + D * H;
  // Elman's states take the place of their sums.
  at.a = at.y + N;
  at.m = at.y + (BLOCK + 1) * N;
  if (shape->cell != ELMAN) {
    at.a = at.m;
    at.m = at.a + BLOCK * PH;
  }
  at.discarded = at.m + N;
  at.prediction = at.discarded + (long)cell.saved * H;
  at.end = at.prediction + BLOCK * D;
  for (int p = 0; p < cell.sums; p++)
    take(weights + SIXTEEN * (from.b + cell.place[p] * (long)H), part, H, at.bias + p * H);
  network_pack(weights, part, D, 1, cell.gates, cell.place, H, D, at.input);
  network_pack(weights + SIXTEEN * from.h, part, recurrent, 1, cell.gates, IN_ORDER, H, H, at.inner);
  take(weights + SIXTEEN * from.b_out, part, D, at.readout_bias);
  network_pack(weights + SIXTEEN * from.out, part, H, 1, 1, IN_ORDER, D, H, at.readout);
  return at;
}

// The sums of some steps without W_h: what the inputs give to the first G, and to the others their bias.
static void network_inputs(const lanes_shape *shape, int steps, const lanes *bias, const lanes *input, const float *x,
                           long gap, lanes *a) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const long GH = (long)cell.gates * H, PH = (long)cell.sums * H;
  network_project(steps, bias, input, x, gap, gap * D, D, GH, a, PH);
  for (int t = 0; t < steps; t++)
    for (long k = GH; k < PH; k++) a[t * PH + k] = bias[k];
}

// A block of steps of a part of the networks, from `first` on.
static void network_steps(const lanes_shape *shape, const network_step *at, int part, const lanes_segment *segment,
                          long first, int count) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const long N = (long)cell.parts * H, PH = (long)cell.sums * H;
  const float *x = (const float *)segment->x + SIXTEEN * first * D + WIDE * part;
  float *states = segment->states, *predictions = segment->predictions;
  // What the inputs give, then step by step what the states add.
  network_inputs(shape, count, at->bias, at->input, x, SIXTEEN, at->a);
  for (int t = 0; t < count; t++) {
    lanes *y = at->y + (t + 1) * N, *a = at->a + t * PH, *from = a + cell.recurrent * H;
    const lanes *before = shape->kind == MEMORY ? y - N : shape->kind == PLACEBO ? at->m : 0;
    if (shape->kind == PLACEBO) cell_forward(shape, H, a, 0, at->m, (loose *)at->discarded);
    if (before) network_sums(t, from, at->inner, before, H, 0, 0, 0, (long)cell.gates * H, from);
    cell_forward(shape, H, a, before, y, network_saved(shape, segment, first + t, part, at->discarded));
    give(y, N, states + SIXTEEN * (first + t) * N, part);
  }
  network_project(count, at->readout_bias, at->readout, (const float *)(at->y + N), WIDE, WIDE * N, H, D, at->prediction, D);
  if (shape->anchored)
    for (long k = 0; k < (long)count * D; k++) at->prediction[k] += *(const loose *)(x + SIXTEEN * k);
  give(at->prediction, (long)count * D, predictions + SIXTEEN * first * D, part);
  // The state before the next block.
  for (long i = 0; i < N; i++) at->y[i] = at->y[count * N + i];
}

static void forward(const lanes_shape *shape, const void *weights, void *scratch, const lanes_segment *segment) {
  const long N = (long)cell_sizes_of(shape).parts * shape->hidden;
  network_step parts[PARTS];
  lanes *place = aligned(scratch);
  for (int part = 0; part < PARTS; part++) {
    parts[part] = network_step_of(shape, weights, part, place);
    if (segment->before) take(segment->before, part, N, parts[part].y);
    else for (long i = 0; i < N; i++) parts[part].y[i] = 0.0f;
    place = parts[part].end;
  }
  for (long first = 0; first < segment->rows; first += BLOCK) {
    const int count = segment->rows - first < BLOCK ? (int)(segment->rows - first) : BLOCK;
    for (int part = 0; part < PARTS; part++) network_steps(shape, &parts[part], part, segment, first, count);
  }
}

// Part by part within a number, as each sum waits for its own additions.
static void squared_error(const lanes_segment *segment, int inputs, long first, long rows, void *sum) {
  const float *predictions = segment->predictions, *x = segment->x;
  lanes total[PARTS];
  for (int part = 0; part < PARTS; part++) take(sum, part, 1, &total[part]);
  for (long k = first * inputs; k < (first + rows) * inputs; k++)
#pragma clang loop unroll(full)
    for (int part = 0; part < PARTS; part++) {
      const long place = SIXTEEN * k + WIDE * part;
      const lanes error = *(const loose *)(predictions + place) - *(const loose *)(x + SIXTEEN * inputs + place);
      total[part] += error * error;
    }
  for (int part = 0; part < PARTS; part++) give(&total[part], 1, sum, part);
}
