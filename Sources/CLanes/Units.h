// One network at a time: a lane is a hidden unit. Included by Kernels.h, once for each instruction set.
//
// From about forty units the weights of sixteen networks no longer fit into the first-level cache; those of one do. Sums
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

// The element in row r and column c of a matrix is from[r * row + c * column]. Its rows become rows of whole vectors, padded
// with zeros; the copy has the columns of a group of unit_sums side by side, row after row.
static void unit_pack(const float *from, int rows, long row, int columns, long column, lanes *to) {
  const long width = vectors(columns), groups = unit_groups(width);
  for (long group = 0; group < groups; group++) {
    const long first = unit_group_start(group, width), count = unit_group_start(group + 1, width) - first;
    float *out = (float *)(to + first * rows);
    // Vector by vector, so that its columns stay in the cache.
    for (long k = 0; k < count; k++)
      for (int r = 0; r < rows; r++)
        for (int lane = 0; lane < WIDE; lane++) {
          const long c = WIDE * (first + k) + lane;
          out[WIDE * (r * count + k) + lane] = c < columns ? from[r * row + c * column] : 0.0f;
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
INLINE void unit_readout(int count, const lanes *bias, const lanes *readout, long columns, const float *y, int H,
                         lanes *sums) {
  lanes sum[UNIT_STEPS];
#pragma clang loop unroll(full)
  for (int k = 0; k < count; k++) sum[k] = *bias;
  for (int i = 0; i < H; i++, readout += columns) {
    const lanes w = *readout;
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sum[k] += w * y[(long)k * H + i];
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < count; k++) sums[k] = sum[k];
}

static void unit_predictions(const lanes_shape *shape, const lanes *bias, const lanes *readout,
                             const lanes_segment *segment) {
  const int D = shape->inputs, H = shape->hidden;
  const long columns = vectors(D), rows = segment->rows;
  const float *x = segment->x, *y = segment->states;
  float *predictions = segment->predictions;
  lanes sums[UNIT_STEPS];
  for (long t = 0; t < rows;) {
    const int count = rows - t >= UNIT_STEPS ? UNIT_STEPS : 1;
    for (long c = 0; c < columns; c++) {
      if (count == 1) unit_readout(1, bias + c, readout + c, columns, y + t * H, H, sums);
      else unit_readout(UNIT_STEPS, bias + c, readout + c, columns, y + t * H, H, sums);
      const int some = D - WIDE * c < WIDE ? (int)(D - WIDE * c) : WIDE;
      for (int k = 0; k < count; k++)
        for (int d = 0; d < some; d++) predictions[(t + k) * D + WIDE * c + d] = sums[k][d];
    }
    t += count;
  }
  if (shape->anchored)
    for (long k = 0; k < rows * D; k++) predictions[k] += x[k];
}

static void unit_forward(const lanes_shape *shape, const float *weights, float *scratch, const lanes_segment *segment) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const long width = vectors(H), columns = vectors(D);
  const float *w_h = weights + (long)H * D, *b = w_h + (long)H * recurrent, *w_out = b + H, *b_out = w_out + (long)D * H;
  lanes *bias = aligned(scratch), *input = bias + width, *inner = input + D * width;
  lanes *readout = inner + recurrent * width, *readout_bias = readout + H * columns;
  // The states of this row and of the one before, alternating; a placebo's inner state.
  lanes *turns[2] = {readout_bias + columns, readout_bias + columns + width}, *m = turns[1] + width;
  unit_pack(b, 1, H, H, 1, bias);
  unit_pack(weights, D, 1, H, D, input);
  unit_pack(w_h, recurrent, 1, H, H, inner);
  unit_rows(1, D, b_out, columns, readout_bias);
  for (int i = 0; i < H; i++)
    for (int d = 0; d < WIDE * columns; d++)
      ((float *)readout)[WIDE * columns * i + d] = d < D ? w_out[(long)d * H + i] : 0.0f;

  unit_rows(1, segment->before ? H : 0, segment->before, width, turns[1]);
  const float *x = segment->x;
  float *states = segment->states;
  for (long t = 0; t < segment->rows; t++, x += D, states += H) {
    lanes *y = turns[t % 2];
    const lanes *before = turns[(t + 1) % 2];
    if (shape->kind == PLACEBO) {
      unit_sums(t, bias, input, x, D, input, x, 0, width, m);
      activate(shape->activation, m, (int)width);
      before = m;
    }
    unit_sums(t, bias, input, x, D, inner, (const float *)before, recurrent, width, y);
    activate(shape->activation, y, (int)width);
    for (int i = 0; i < H; i++) states[i] = ((const float *)y)[i];
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

// ---- backward --------------------------------------------------------------------------------------------

// Steps per block: few enough for their errors to be cached when the gradients of the weights need them.
enum { UNIT_BLOCK = 64 };

// The parts of a gradient's scratch: weights, sums and rows.
typedef struct {
  lanes *w_out, *w_h, *g_x, *g_h, *g_b, *g_out, *da, *y;
  float *e;
  // For a placebo: the weights of its inner states, the inner states of a block, and the errors of one of them.
  lanes *bias, *input, *m, *sums;
} unit_places;

INLINE unit_places unit_place(int D, int recurrent, long width, float *scratch) {
  unit_places at;
  at.w_out = aligned(scratch);
  at.w_h = at.w_out + D * width;
  at.g_x = at.w_h + recurrent * width;
  at.g_h = at.g_x + D * width;
  at.g_b = at.g_h + recurrent * width;
  at.g_out = at.g_b + width;
  // One row more than a block each: da of the step after it, y of the step before.
  at.da = at.g_out + D * width;
  at.y = at.da + (UNIT_BLOCK + 1) * width;
  at.e = (float *)(at.y + (UNIT_BLOCK + 1) * width);
  at.bias = (lanes *)(at.e + UNIT_BLOCK * D);
  at.input = at.bias + width;
  at.m = at.input + D * width;
  at.sums = at.m + UNIT_BLOCK * width;
  return at;
}

// da of a block's steps, backwards in time; `later` where the step after the block has one.
static void unit_errors(const lanes_shape *shape, const unit_places *at, int count, bool later) {
  const int D = shape->inputs, H = shape->hidden;
  const long width = vectors(H);
  for (int t = count - 1; t >= 0; t--) {
    lanes *da = at->da + t * width;
    const lanes *y = at->y + (t + 1) * width;
    const bool hears = shape->kind == MEMORY && (later || t + 1 < count);
    unit_sums(t, 0, at->w_out, at->e + t * D, D, at->w_h, (const float *)(da + width), hears ? H : 0, width, da);
    for (long k = 0; k < width; k++) da[k] = da[k] * slope(shape->activation, y[k]);
  }
}

// A block of a placebo's steps: dW_h from da and the inner states m, then da becomes da + dm.
static void unit_placebo_block(const lanes_shape *shape, const unit_places *at, const float *x, int count) {
  const int D = shape->inputs, H = shape->hidden;
  const long width = vectors(H);
  for (int t = 0; t < count; t++) {
    unit_sums(t, at->bias, at->input, x + t * D, D, at->input, x, 0, width, at->m + t * width);
    activate(shape->activation, at->m + t * width, (int)width);
  }
  unit_outer_products(H, width, (const float *)at->da, WIDE * width, at->m, count, at->g_h);
  for (int t = 0; t < count; t++) {
    lanes *da = at->da + t * width;
    unit_sums(t, 0, at->w_out, x, 0, at->w_h, (const float *)da, H, width, at->sums);
    for (long k = 0; k < width; k++) da[k] += at->sums[k] * slope(shape->activation, at->m[t * width + k]);
  }
}

// Copies the gradient from the order of `Weights` to rows of vectors, or back.
static void unit_exchange(const lanes_shape *shape, const unit_places *at, float *gradient, bool back) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const long stride = WIDE * vectors(H);
  float *from[4] = {(float *)at->g_x, (float *)at->g_h, (float *)at->g_b, (float *)at->g_out};
  const struct { long rows, columns, row, column; } blocks[4] = {
      {D, H, 1, D}, {recurrent, H, H, 1}, {1, H, 0, 1}, {D, H, H, 1}};
  for (int block = 0; block < 4; block++) {
    for (long r = 0; r < blocks[block].rows; r++)
      for (long c = 0; c < blocks[block].columns; c++) {
        float *padded = from[block] + r * stride + c;
        float *packed = gradient + r * blocks[block].row + c * blocks[block].column;
        if (back) *packed = *padded;
        else *padded = *packed;
      }
    gradient += blocks[block].rows * blocks[block].columns;
  }
}

static void unit_gradient(const lanes_shape *shape, const float *weights, float *scratch, const lanes_segment *segment,
                          const lanes_errors *errors, float *gradient) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const long width = vectors(H), stride = WIDE * width, steps = segment->rows;
  const long h = (long)H * D, b = h + (long)H * recurrent, out = b + H, b_out = out + (long)D * H;
  const float *x = segment->x, *states = segment->states, *predictions = segment->predictions;
  const unit_places at = unit_place(D, recurrent, width, scratch);
  unit_pack(weights + out, D, H, H, 1, at.w_out);
  unit_pack(weights + h, recurrent, H, H, 1, at.w_h);
  if (shape->kind == PLACEBO) {
    unit_pack(weights + b, 1, H, H, 1, at.bias);
    unit_pack(weights, D, 1, H, D, at.input);
  }
  // The padding of the rows stays zero.
  for (lanes *g = at.g_x; g < at.da; g++) *g = 0.0f;
  unit_exchange(shape, &at, gradient, false);

  for (long end = steps; end > 0;) {
    const long first = end > UNIT_BLOCK ? end - UNIT_BLOCK : 0;
    const int count = (int)(end - first);
    const float *before = first > 0 ? states + (first - 1) * H : segment->before;
    unit_rows(1, before ? H : 0, before, width, at.y);
    unit_rows(count, H, states + first * H, width, at.y + width);
    if (end < steps) for (long k = 0; k < width; k++) at.da[count * width + k] = at.da[k];
    else if (errors->later) unit_rows(1, H, errors->later, width, at.da + count * width);
    for (int k = 0; k < count * D; k++) at.e[k] = errors->scale * (predictions[first * D + k] - x[(first + 1) * D + k]);

    unit_errors(shape, &at, count, end < steps || errors->later);
    if (shape->kind == PLACEBO) unit_placebo_block(shape, &at, x + first * D, count);
    unit_outer_products(D, width, x + first * D, D, at.da, count, at.g_x);
    if (shape->kind == MEMORY) {
      const int skipped = before ? 0 : 1;
      unit_outer_products(H, width, (const float *)(at.da + skipped * width), stride, at.y + skipped * width,
                          count - skipped, at.g_h);
    }
    if (shape->bias)
      for (long k = 0; k < width; k++)
        for (int t = count - 1; t >= 0; t--) at.g_b[k] += at.da[t * width + k];
    unit_outer_products(D, width, at.e, D, at.y + width, count, at.g_out);
    for (int d = 0; d < D; d++)
      for (int t = count - 1; t >= 0; t--) gradient[b_out + d] += at.e[t * D + d];
    end = first;
  }
  unit_exchange(shape, &at, gradient, true);
  for (int i = 0; i < H; i++) ((float *)errors->first)[i] = ((const float *)at.da)[i];
}
