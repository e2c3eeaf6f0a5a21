// One network at a time: a lane is a hidden unit. Included by Kernels.h, once for each instruction set.
//
// Sixteen networks side by side hold sixteen times the weights, and from some forty units on these no longer come from
// the nearest cache; one network's do. Sums run in the same order as there, so the bits are the same.
//
//   UNIT_GROUP    vectors of sums held in registers while a step is computed
//   UNIT_ROWS, UNIT_COLUMNS   the block of a weight gradient held in registers, rows × vectors
//
// `width` is the number of units rounded up to whole vectors: a row of states has that many numbers.

INLINE long vectors(long count) { return (count + 15) / 16; }

// ---- one step --------------------------------------------------------------------------------------------

// How many groups a row's vectors are computed in. A sum waits for itself, so a group has several; where the weights do
// not fit into the nearest cache, one group's still should, because the next step begins with it (unit_sums).
INLINE long unit_groups(long width) { return width <= UNIT_GROUP + 1 ? 1 : (width + UNIT_GROUP - 1) / UNIT_GROUP; }

// The first vector of a group; groups are as equal as can be.
INLINE long unit_group_start(long group, long groups, long width) { return group * width / groups; }

// sums = start + Σ_d w1_d v1[d] + Σ_j w2_j v2[j] for `count` vectors; the w are rows of as many.
INLINE void unit_group(int count, const lanes *start, const lanes *w1, const float *v1, int n1, const lanes *w2,
                       const float *v2, int n2, lanes *sums) {
  lanes sum[UNIT_GROUP + 1];
#pragma clang loop unroll(full)
  for (int k = 0; k < count; k++) sum[k] = start ? start[k] : (lanes)0.0f;
  for (int d = 0; d < n1; d++, w1 += count) {
    const lanes value = v1[d];
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sum[k] += w1[k] * value;
  }
  for (int j = 0; j < n2; j++, w2 += count) {
    const lanes value = v2[j];
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sum[k] += w2[k] * value;
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < count; k++) sums[k] = sum[k];
}

// The same for all vectors of a row. Every other step takes the groups in the opposite order, and so begins with the
// weights that the step before it used last.
INLINE void unit_sums(long step, const lanes *start, const lanes *w1, const float *v1, int n1, const lanes *w2,
                      const float *v2, int n2, long width, lanes *sums) {
  const long groups = unit_groups(width);
  for (long turn = 0; turn < groups; turn++) {
    const long group = step % 2 == 0 ? turn : groups - 1 - turn;
    const long k = unit_group_start(group, groups, width);
    const lanes *from = start ? start + k : 0;
    switch (unit_group_start(group + 1, groups, width) - k) {
#define CASE(n) case n: unit_group(n, from, w1 + k * n1, v1, n1, w2 + k * n2, v2, n2, sums + k); break;
      CASE(1) CASE(2) CASE(3)
#if UNIT_GROUP > 2
      CASE(4) CASE(5)
#endif
#undef CASE
    }
  }
}

// ---- weights in the order in which they are read ----------------------------------------------------------

// An element of row r and column c of a matrix is from[r * row + c * column]. Its rows become rows of whole vectors, what
// is left over zero; the columns of a group of unit_sums stand together, row after row.
static void unit_pack(const float *from, int rows, long row, int columns, long column, lanes *to) {
  const long width = vectors(columns), groups = unit_groups(width);
  for (long group = 0; group < groups; group++) {
    const long first = unit_group_start(group, groups, width), count = unit_group_start(group + 1, groups, width) - first;
    float *out = (float *)(to + first * rows);
    // Vector by vector: sixteen columns stay near while their rows go by.
    for (long k = 0; k < count; k++)
      for (int r = 0; r < rows; r++)
        for (int lane = 0; lane < 16; lane++) {
          const long c = 16 * (first + k) + lane;
          out[16 * (r * count + k) + lane] = c < columns ? from[r * row + c * column] : 0.0f;
        }
  }
}

// Rows of `columns` floats become rows of `width` vectors, what is left over zero.
static void unit_rows(long rows, int columns, const float *from, long width, lanes *to) {
  float *out = (float *)to;
  for (long r = 0; r < rows; r++, from += columns, out += 16 * width) {
    for (int c = 0; c < columns; c++) out[c] = from[c];
    for (long c = columns; c < 16 * width; c++) out[c] = 0.0f;
  }
}

// ---- forward ---------------------------------------------------------------------------------------------

// x̂ = b_out + W_out y for `count` steps at once, sixteen columns: one step alone would wait for each sum.
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
                             const lanes_stretch *stretch) {
  const int D = shape->inputs, H = shape->hidden;
  const long columns = vectors(D), rows = stretch->rows;
  const float *x = stretch->x, *y = stretch->states;
  float *predictions = stretch->predictions;
  lanes sums[UNIT_STEPS];
  for (long t = 0; t < rows;) {
    const int count = rows - t >= UNIT_STEPS ? UNIT_STEPS : 1;
    for (long c = 0; c < columns; c++) {
      if (count == 1) unit_readout(1, bias + c, readout + c, columns, y + t * H, H, sums);
      else unit_readout(UNIT_STEPS, bias + c, readout + c, columns, y + t * H, H, sums);
      const int some = D - 16 * c < 16 ? (int)(D - 16 * c) : 16;
      for (int k = 0; k < count; k++)
        for (int d = 0; d < some; d++) predictions[(t + k) * D + 16 * c + d] = sums[k][d];
    }
    t += count;
  }
  if (shape->anchored)
    for (long k = 0; k < rows * D; k++) predictions[k] += x[k];
}

static void unit_forward(const lanes_shape *shape, const float *weights, float *scratch, const lanes_stretch *stretch) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const long width = vectors(H), columns = vectors(D);
  const float *w_h = weights + (long)H * D, *b = w_h + (long)H * recurrent, *w_out = b + H, *b_out = w_out + (long)D * H;
  lanes *bias = aligned(scratch), *input = bias + width, *inner = input + D * width;
  lanes *readout = inner + recurrent * width, *readout_bias = readout + H * columns;
  // The states of this row and of the one before, by turns; a placebo's inner state.
  lanes *turns[2] = {readout_bias + columns, readout_bias + columns + width}, *m = turns[1] + width;
  unit_pack(b, 1, H, H, 1, bias);
  unit_pack(weights, D, 1, H, D, input);
  unit_pack(w_h, recurrent, 1, H, H, inner);
  unit_rows(1, D, b_out, columns, readout_bias);
  for (int i = 0; i < H; i++)
    for (int d = 0; d < 16 * columns; d++)
      ((float *)readout)[16 * columns * i + d] = d < D ? w_out[(long)d * H + i] : 0.0f;

  unit_rows(1, stretch->before ? H : 0, stretch->before, width, turns[1]);
  const float *x = stretch->x;
  float *states = stretch->states;
  for (long t = 0; t < stretch->rows; t++, x += D, states += H) {
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
  unit_predictions(shape, readout_bias, readout, stretch);
}

static void unit_squared_error(const lanes_stretch *stretch, int inputs, long first, long rows, float *sum) {
  const float *predictions = stretch->predictions, *x = stretch->x;
  float total = *sum;
  for (long k = first * inputs; k < (first + rows) * inputs; k++) {
    const float error = predictions[k] - x[k + inputs];
    total += error * error;
  }
  *sum = total;
}

// ---- backward --------------------------------------------------------------------------------------------

// sums[r][k] += Σ_t left_t[r] right_t[k], backwards in time, for a block that stays in registers.
INLINE void unit_tile(int rows, int columns, const float *left, long left_width, const lanes *right, long width,
                      int steps, lanes *sums) {
  lanes sum[UNIT_ROWS][UNIT_COLUMNS];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < columns; c++) sum[r][c] = sums[r * width + c];
  for (int t = steps - 1; t >= 0; t--) {
    const float *l = left + t * left_width;
    const lanes *x = right + t * width;
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
      for (int c = 0; c < columns; c++) sum[r][c] += l[r] * x[c];
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < columns; c++) sums[r * width + c] = sum[r][c];
}

// A tile of some rows and as many columns as are left, UNIT_COLUMNS at most.
INLINE void unit_tile_row(int rows, long columns, const float *left, long left_width, const lanes *right, long width,
                          int steps, lanes *sums) {
  switch (columns) {
    case 1: unit_tile(rows, 1, left, left_width, right, width, steps, sums); break;
#if UNIT_COLUMNS > 2
    case 2: unit_tile(rows, 2, left, left_width, right, width, steps, sums); break;
    case 3: unit_tile(rows, 3, left, left_width, right, width, steps, sums); break;
#endif
    default: unit_tile(rows, UNIT_COLUMNS, left, left_width, right, width, steps, sums); break;
  }
}

// sums (rows × width vectors) += Σ_t left_t right_tᵀ; the columns outside, so that their vectors stay near.
static void unit_outer_products(int rows, long width, const float *left, long left_width, const lanes *right,
                                int steps, lanes *sums) {
  for (long c = 0; c < width; c += UNIT_COLUMNS) {
    const long columns = width - c;
    for (int r = 0; r < rows; r += UNIT_ROWS) {
      lanes *to = sums + r * width + c;
      switch (rows - r) {
#define CASE(n) case n: unit_tile_row(n, columns, left + r, left_width, right + c, width, steps, to); break;
#if UNIT_ROWS > 1
        CASE(1)
#endif
#if UNIT_ROWS > 2
        CASE(2) CASE(3) CASE(4) CASE(5)
#endif
#undef CASE
        default: unit_tile_row(UNIT_ROWS, columns, left + r, left_width, right + c, width, steps, to); break;
      }
    }
  }
}

// Steps handled together, so that their errors are still near when the weights' gradients need them.
enum { UNIT_BLOCK = 64 };

// Where a gradient's weights, sums and rows stand in its scratch.
typedef struct {
  lanes *w_out, *w_h, *g_x, *g_h, *g_b, *g_out, *da, *y;
  float *e;
  // A placebo's own: the weights of its inner states, those of a block, and the errors of one of them.
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
  unit_outer_products(H, width, (const float *)at->da, 16 * width, at->m, count, at->g_h);
  for (int t = 0; t < count; t++) {
    lanes *da = at->da + t * width;
    unit_sums(t, 0, at->w_out, x, 0, at->w_h, (const float *)da, H, width, at->sums);
    for (long k = 0; k < width; k++) da[k] += at->sums[k] * slope(shape->activation, at->m[t * width + k]);
  }
}

// The gradient's numbers from where Weights.swift has them to rows of vectors, or back.
static void unit_exchange(const lanes_shape *shape, const unit_places *at, float *gradient, bool back) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const long stride = 16 * vectors(H);
  float *from[4] = {(float *)at->g_x, (float *)at->g_h, (float *)at->g_b, (float *)at->g_out};
  const struct { long rows, columns, row, column; } blocks[4] = {
      {D, H, 1, D}, {recurrent, H, H, 1}, {1, H, 0, 1}, {D, H, H, 1}};
  for (int block = 0; block < 4; block++) {
    for (long r = 0; r < blocks[block].rows; r++)
      for (long c = 0; c < blocks[block].columns; c++) {
        float *there = from[block] + r * stride + c, *here = gradient + r * blocks[block].row + c * blocks[block].column;
        if (back) *here = *there;
        else *there = *here;
      }
    gradient += blocks[block].rows * blocks[block].columns;
  }
}

static void unit_gradient(const lanes_shape *shape, const float *weights, float *scratch, const lanes_stretch *stretch,
                          const lanes_errors *errors, float *gradient) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const long width = vectors(H), stride = 16 * width, steps = stretch->rows;
  const long h = (long)H * D, b = h + (long)H * recurrent, out = b + H, b_out = out + (long)D * H;
  const float *x = stretch->x, *states = stretch->states, *predictions = stretch->predictions;
  const unit_places at = unit_place(D, recurrent, width, scratch);
  unit_pack(weights + out, D, H, H, 1, at.w_out);
  unit_pack(weights + h, recurrent, H, H, 1, at.w_h);
  if (shape->kind == PLACEBO) {
    unit_pack(weights + b, 1, H, H, 1, at.bias);
    unit_pack(weights, D, 1, H, D, at.input);
  }
  // What is left over of a row stays zero.
  for (lanes *g = at.g_x; g < at.da; g++) *g = 0.0f;
  unit_exchange(shape, &at, gradient, false);

  for (long end = steps; end > 0;) {
    const long first = end > UNIT_BLOCK ? end - UNIT_BLOCK : 0;
    const int count = (int)(end - first);
    const float *before = first > 0 ? states + (first - 1) * H : stretch->before;
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
