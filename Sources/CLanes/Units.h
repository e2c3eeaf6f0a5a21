// One network at a time: a lane is a hidden unit. Included by Kernels.h, once for each instruction set.
//
// From about forty units (twenty with gates) the weights of sixteen networks no longer fit near the core; those of one do. Sums
// have the same order as in Networks.h, so the bits are the same.
//
//   UNIT_GROUP               vectors of sums held in registers while a step is computed
//   UNIT_STEPS               steps whose predictions are computed side by side
//   UNIT_ROWS, UNIT_COLUMNS  the block of a weight gradient held in registers, rows × vectors
//
// `width` is the number of units rounded up to whole vectors: a row of states has that many numbers.

INLINE long vectors(long count) { return (count + WIDE - 1) / WIDE; }

#define VALUE float
#define NAMED(name) unit_##name
#define GROUP UNIT_GROUP
#define ROWS UNIT_ROWS
#define COLUMNS UNIT_COLUMNS
#include "Products.h"

// ---- weights in the order in which they are read ----------------------------------------------------------

// The element in row r and column c of a matrix is from[r * row + c * column]. Its columns are H for each of some gates, which
// the copy has in the order of `place`, each padded with zeros to whole vectors. The columns of a group of unit_sums are side
// by side, row after row.
static void unit_pack(const float *from, int rows, long row, int gates, const int *place, int H, long column, lanes *to) {
  const long width = vectors(H), columns = gates * width, groups = unit_groups(columns);
  for (long group = 0; group < groups; group++) {
    const long first = unit_group_start(group, columns), count = unit_group_start(group + 1, columns) - first;
    float *out = (float *)(to + first * rows);
    // Vector by vector, so that its columns stay in the cache.
    for (long k = 0; k < count; k++) {
      const long gate = (first + k) / width, unit = WIDE * ((first + k) % width);
      const float *of = from + (place[gate] * (long)H + unit) * column;
      for (int r = 0; r < rows; r++)
        for (int lane = 0; lane < WIDE; lane++)
          out[WIDE * (r * count + k) + lane] = unit + lane < H ? of[r * row + lane * column] : 0.0f;
    }
  }
}

// Rows of `columns` floats become rows of `width` vectors, padded with zeros.
static void unit_rows(long rows, int columns, const float *from, long width, lanes *to) {
  float *out = (float *)to;
  for (long r = 0; r < rows; r++, from += columns, out += WIDE * width) {
    for (int c = 0; c < columns; c++) out[c] = from[c];
    for (long c = columns; c < WIDE * width; c++) out[c] = 0.0f;
  }
}

// ---- forward ---------------------------------------------------------------------------------------------

// x̂ = b_out + W_out y for `count` steps at once, a vector of columns: one step alone would wait for each sum.
INLINE void unit_readout(int count, const lanes *bias, const lanes *readout, long columns, const float *y, long N, int H,
                         lanes *sums) {
  lanes sum[UNIT_STEPS];
#pragma clang loop unroll(full)
  for (int k = 0; k < count; k++) sum[k] = *bias;
  for (int i = 0; i < H; i++, readout += columns) {
    const lanes w = *readout;
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sum[k] += w * y[k * N + i];
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < count; k++) sums[k] = sum[k];
}

static void unit_predictions(const lanes_shape *shape, const lanes *bias, const lanes *readout,
                             const lanes_segment *segment) {
  const int D = shape->inputs, H = shape->hidden;
  const long columns = vectors(D), rows = segment->rows, N = (long)cell_sizes_of(shape).parts * H;
  const float *x = segment->x, *y = segment->states;
  float *predictions = segment->predictions;
  lanes sums[UNIT_STEPS];
  for (long t = 0; t < rows;) {
    const int count = rows - t >= UNIT_STEPS ? UNIT_STEPS : 1;
    for (long c = 0; c < columns; c++) {
      if (count == 1) unit_readout(1, bias + c, readout + c, columns, y + t * N, N, H, sums);
      else unit_readout(UNIT_STEPS, bias + c, readout + c, columns, y + t * N, N, H, sums);
      const int some = D - WIDE * c < WIDE ? (int)(D - WIDE * c) : WIDE;
      for (int k = 0; k < count; k++)
        for (int d = 0; d < some; d++) predictions[(t + k) * D + WIDE * c + d] = sums[k][d];
    }
    t += count;
  }
  if (shape->anchored)
    for (long k = 0; k < rows * D; k++) predictions[k] += x[k];
}

// The biases in the order of the kernels, and W_x.
static void unit_pack_inputs(const lanes_shape *shape, const float *weights, lanes *bias, lanes *input) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  for (int p = 0; p < cell.sums; p++)
    unit_rows(1, H, weights + weight_blocks_of(shape).b + cell.place[p] * (long)H, vectors(H), bias + p * vectors(H));
  unit_pack(weights, D, 1, cell.gates, cell.place, H, D, input);
}

// The sums of a step without W_h: what the inputs give to the first G, and to the others their bias.
static void unit_inputs(const lanes_shape *shape, long t, const lanes *bias, const lanes *input, const float *x, lanes *a) {
  const cell_sizes cell = cell_sizes_of(shape);
  const long width = vectors(shape->hidden), gates = cell.gates * width;
  unit_sums(t, bias, input, x, shape->inputs, input, x, 0, gates, a);
  for (long k = gates; k < cell.sums * width; k++) a[k] = bias[k];
}

static void unit_forward(const lanes_shape *shape, const float *weights, float *scratch, const lanes_segment *segment) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const cell_sizes cell = cell_sizes_of(shape);
  const weight_blocks from = weight_blocks_of(shape);
  const long width = vectors(H), columns = vectors(D), gates = cell.gates * width, parts = cell.parts * width;
  lanes *bias = aligned(scratch), *input = bias + cell.sums * width, *inner = input + D * gates;
  lanes *readout = inner + recurrent * gates, *readout_bias = readout + H * columns, *a = readout_bias + columns;
  // The states of this row and of the one before, alternating; a placebo's inner state; what a step saves for no gradient.
  lanes *turns[2] = {a + cell.sums * width, a + cell.sums * width + parts}, *m = turns[1] + parts, *discarded = m + parts;
  unit_pack_inputs(shape, weights, bias, input);
  unit_pack(weights + from.h, recurrent, 1, cell.gates, IN_ORDER, H, H, inner);
  unit_rows(1, D, weights + from.b_out, columns, readout_bias);
  for (int i = 0; i < H; i++)
    for (int d = 0; d < WIDE * columns; d++)
      ((float *)readout)[WIDE * columns * i + d] = d < D ? weights[from.out + (long)d * H + i] : 0.0f;

  for (long k = 0; k < parts; k++) turns[1][k] = 0.0f;
  if (segment->before) unit_rows(cell.parts, H, segment->before, width, turns[1]);
  // In one go where all sums have both products, and no inner state has to be computed before.
  const bool both = shape->kind == MEMORY && cell.gates == cell.sums;
  const float *x = segment->x;
  float *states = segment->states, *saved = segment->saved ? segment->saved : (float *)discarded;
  const long next = segment->saved ? unit_saved(shape) : 0;
  for (long t = 0; t < segment->rows; t++, x += D, states += cell.parts * H, saved += next) {
    lanes *y = turns[t % 2];
    const lanes *before = shape->kind == MEMORY ? turns[(t + 1) % 2] : shape->kind == PLACEBO ? m : 0;
    if (both) unit_sums(t, bias, input, x, D, inner, (const float *)before, H, gates, a);
    else unit_inputs(shape, t, bias, input, x, a);
    if (shape->kind == PLACEBO) cell_forward(shape, width, a, 0, m, (loose *)discarded);
    if (before && !both) {
      lanes *some = a + cell.recurrent * width;
      unit_sums(t, some, inner, (const float *)before, H, inner, (const float *)before, 0, gates, some);
    }
    cell_forward(shape, width, a, before, y, (loose *)saved);
    for (int s = 0; s < cell.parts; s++)
      for (int i = 0; i < H; i++) states[s * H + i] = ((const float *)(y + s * width))[i];
  }
  unit_predictions(shape, readout_bias, readout, segment);
}

static void unit_squared_error(const lanes_segment *segment, int inputs, long first, long rows, float *sum) {
  const float *predictions = segment->predictions, *x = segment->x;
  float total = *sum;
  for (long k = first * inputs; k < (first + rows) * inputs; k++) {
    const float error = predictions[k] - x[k + inputs];
    total += error * error;
  }
  *sum = total;
}
