// Sixteen networks at a time: a lane is a network. Included by Kernels.h, once for each instruction set.
//
//   GROUP    units computed side by side in registers (8, 4 or 2)
//   TILE     rows and columns of a gradient's block held in registers (4 or 2)

// ---- forward ---------------------------------------------------------------------------------------------

// The weights of `width` units side by side, in the order in which forward reads them: their biases,
// then their weights column by column.
INLINE lanes *pack_group(int width, lanes *out, const lanes *bias, const lanes *x, int n_x,
                         const lanes *y, int n_y) {
  for (int k = 0; k < width; k++) *out++ = bias[k];
  for (int d = 0; d < n_x; d++)
    for (int k = 0; k < width; k++) *out++ = x[k * n_x + d];
  for (int j = 0; j < n_y; j++)
    for (int k = 0; k < width; k++) *out++ = y[k * n_y + j];
  return out;
}

static lanes *pack(lanes *out, int rows, const lanes *bias, const lanes *x, int n_x, const lanes *y, int n_y) {
  int width = GROUP;
  for (int i = 0; i < rows; i += width) {
    while (width > rows - i) width /= 2;
    out = pack_group(width, out, bias + i, x + i * n_x, n_x, y + i * n_y, n_y);
  }
  return out;
}

// sums = bias + W_x x + W_y y for `width` units, sums running from left to right.
INLINE const lanes *group(int width, const lanes *w, const lanes *x, int n_x, const lanes *y, int n_y,
                          lanes *sums) {
  lanes sum[8];
#pragma clang loop unroll(full)
  for (int k = 0; k < width; k++) sum[k] = w[k];
  w += width;
  for (int d = 0; d < n_x; d++, w += width) {
    const lanes value = x[d];
#pragma clang loop unroll(full)
    for (int k = 0; k < width; k++) sum[k] += w[k] * value;
  }
  for (int j = 0; j < n_y; j++, w += width) {
    const lanes value = y[j];
#pragma clang loop unroll(full)
    for (int k = 0; k < width; k++) sum[k] += w[k] * value;
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < width; k++) sums[k] = sum[k];
  return w;
}

INLINE const lanes *affine(int rows, const lanes *w, const lanes *x, int n_x, const lanes *y, int n_y, lanes *sums) {
  int i = 0;
#if GROUP >= 8
  for (; i + 8 <= rows; i += 8) w = group(8, w, x, n_x, y, n_y, sums + i);
#endif
#if GROUP >= 4
  for (; i + 4 <= rows; i += 4) w = group(4, w, x, n_x, y, n_y, sums + i);
#endif
  for (; i + 2 <= rows; i += 2) w = group(2, w, x, n_x, y, n_y, sums + i);
  for (; i < rows; i++) w = group(1, w, x, n_x, y, n_y, sums + i);
  return w;
}

static void forward(const lanes_shape *shape, const lanes *weights, lanes *scratch, const lanes_stretch *stretch) {
  scratch = aligned(scratch);
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const lanes *w_h = weights + H * D, *b = w_h + H * recurrent, *w_out = b + H, *b_out = w_out + D * H;
  lanes *readout = pack(scratch, H, b, weights, D, w_h, recurrent);
  lanes *inner = pack(readout, D, b_out, w_out, H, w_out, 0);
  // Zero before the first row; a placebo's inner states.
  lanes *m = shape->kind == PLACEBO ? pack(inner, H, b, weights, D, weights, 0) : inner;

  const lanes *x = stretch->x, *before = stretch->before;
  lanes *states = stretch->states, *predictions = stretch->predictions;
  if (!before) {
    for (int i = 0; i < H; i++) m[i] = 0.0f;
    before = m;
  }
  for (long t = 0; t < stretch->rows; t++) {
    lanes *y = states + t * H;
    if (shape->kind == PLACEBO) {
      affine(H, inner, x + t * D, D, m, 0, m);
      activate(shape->activation, m, H);
      before = m;
    }
    affine(H, scratch, x + t * D, D, before, recurrent, y);
    activate(shape->activation, y, H);
    affine(D, readout, y, H, y, 0, predictions + t * D);
    if (shape->anchored)
      for (int d = 0; d < D; d++) predictions[t * D + d] += x[t * D + d];
    before = y;
  }
}

static void squared_error(const lanes_stretch *stretch, int inputs, long first, long rows, lanes *sum) {
  const lanes *predictions = stretch->predictions, *x = stretch->x;
  lanes total = *sum;
  for (long k = first * inputs; k < (first + rows) * inputs; k++) {
    const lanes error = predictions[k] - x[k + inputs];
    total += error * error;
  }
  *sum = total;
}

// ---- backward --------------------------------------------------------------------------------------------

// Steps handled together, so that their errors are still near when the weights' gradients need them.
enum { BLOCK = 32 };

// sums_j = Σ_d W_out[d][j] e_d + Σ_i W_h[i][j] da_i for `width` units j.
INLINE void back_group(int width, int j, int D, int H, const lanes *w_out, const lanes *e, const lanes *w_h,
                       const lanes *later, lanes *sums) {
  lanes sum[8];
#pragma clang loop unroll(full)
  for (int k = 0; k < width; k++) sum[k] = 0.0f;
  for (int d = 0; d < D; d++) {
    const lanes value = e[d], *w = w_out + d * H + j;
#pragma clang loop unroll(full)
    for (int k = 0; k < width; k++) sum[k] += w[k] * value;
  }
  if (later)
    for (int i = 0; i < H; i++) {
      const lanes value = later[i], *w = w_h + i * H + j;
#pragma clang loop unroll(full)
      for (int k = 0; k < width; k++) sum[k] += w[k] * value;
    }
#pragma clang loop unroll(full)
  for (int k = 0; k < width; k++) sums[k] = sum[k];
}

INLINE void back(int D, int H, const lanes *w_out, const lanes *e, const lanes *w_h, const lanes *later, lanes *sums) {
  int j = 0;
#if GROUP >= 8
  for (; j + 8 <= H; j += 8) back_group(8, j, D, H, w_out, e, w_h, later, sums + j);
#endif
#if GROUP >= 4
  for (; j + 4 <= H; j += 4) back_group(4, j, D, H, w_out, e, w_h, later, sums + j);
#endif
  for (; j < H; j++) back_group(1, j, D, H, w_out, e, w_h, later, sums + j);
}

// sums[r][c] += Σ_t left_t[r] right_t[c], backwards in time, for a block that stays in registers.
INLINE void tile(int rows, int columns, const lanes *left, int left_width, const lanes *right, int right_width,
                 int steps, lanes *sums, int stride) {
  lanes sum[4][4];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < columns; c++) sum[r][c] = sums[r * stride + c];
  for (int t = steps - 1; t >= 0; t--) {
    const lanes *l = left + (long)t * left_width, *x = right + (long)t * right_width;
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
      for (int c = 0; c < columns; c++) sum[r][c] += l[r] * x[c];
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < columns; c++) sums[r * stride + c] = sum[r][c];
}

INLINE void outer_products(int rows, int columns, const lanes *left, const lanes *right, int steps, lanes *sums) {
  int r = 0;
  for (; r + TILE <= rows; r += TILE) {
    int c = 0;
    for (; c + TILE <= columns; c += TILE)
      tile(TILE, TILE, left + r, rows, right + c, columns, steps, sums + r * columns + c, columns);
    for (; c < columns; c++) tile(TILE, 1, left + r, rows, right + c, columns, steps, sums + r * columns + c, columns);
  }
  for (; r < rows; r++) {
    int c = 0;
    for (; c + TILE <= columns; c += TILE)
      tile(1, TILE, left + r, rows, right + c, columns, steps, sums + r * columns + c, columns);
    for (; c < columns; c++) tile(1, 1, left + r, rows, right + c, columns, steps, sums + r * columns + c, columns);
  }
}

INLINE void column_sums(int columns, const lanes *left, int steps, lanes *sums) {
  for (int c = 0; c < columns; c++) {
    lanes sum = sums[c];
    for (int t = steps - 1; t >= 0; t--) sum += left[(long)t * columns + c];
    sums[c] = sum;
  }
}

// A block of a placebo's steps: dW_h from da and the inner states m, then da becomes da + dm.
static void placebo_block(const lanes_shape *shape, const lanes *inner, const lanes *w_h, const lanes *x, int count,
                          lanes *m, lanes *sums, lanes *da, lanes *gradient_h) {
  const int D = shape->inputs, H = shape->hidden;
  for (int t = 0; t < count; t++) {
    affine(H, inner, x + t * D, D, m, 0, m + t * H);
    activate(shape->activation, m + t * H, H);
  }
  outer_products(H, H, da, m, count, gradient_h);
  for (int t = 0; t < count; t++) {
    back(0, H, w_h, x, w_h, da + t * H, sums);
    for (int j = 0; j < H; j++) da[t * H + j] += sums[j] * slope(shape->activation, m[t * H + j]);
  }
}

static void gradient(const lanes_shape *shape, const lanes *weights, lanes *scratch, const lanes_stretch *stretch,
                     const lanes_errors *errors, lanes *gradient) {
  scratch = aligned(scratch);
  const long steps = stretch->rows;
  const lanes *x = stretch->x, *states = stretch->states, *predictions = stretch->predictions;
  const lanes *later = errors->later;
  lanes *first_da = errors->first;
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const long h = (long)H * D, b = h + (long)H * recurrent, out = b + H, b_out = out + (long)D * H;

  // One row more than a block: the last is da of the step after it.
  lanes *da = scratch, *e = da + (BLOCK + 1) * H;
  // A placebo's inner states, the errors of one of them, and the weights that make them.
  lanes *m = 0, *sums = 0, *inner = 0;
  if (shape->kind == PLACEBO) {
    m = e + BLOCK * D;
    sums = m + BLOCK * H;
    inner = sums + H;
    pack(inner, H, weights + b, weights, D, weights, 0);
  }
  const lanes scale = errors->scale;
  for (long end = steps; end > 0;) {
    const long first = end > BLOCK ? end - BLOCK : 0;
    const int count = (int)(end - first);
    if (end < steps || later)
      for (int i = 0; i < H; i++) da[count * H + i] = end < steps ? da[i] : later[i];
    for (int k = 0; k < count * D; k++) e[k] = scale * (predictions[first * D + k] - x[(first + 1) * D + k]);
    for (int t = count - 1; t >= 0; t--) {
      const lanes *y = states + (first + t) * H;
      const bool has_later = shape->kind == MEMORY && (later || first + t + 1 < steps);
      back(D, H, weights + out, e + t * D, weights + h, has_later ? da + (t + 1) * H : 0, da + t * H);
      for (int j = 0; j < H; j++) da[t * H + j] = da[t * H + j] * slope(shape->activation, y[j]);
    }
    if (shape->kind == PLACEBO)
      placebo_block(shape, inner, weights + h, x + first * D, count, m, sums, da, gradient + h);
    outer_products(H, D, da, x + first * D, count, gradient);
    if (shape->kind == MEMORY) {
      // y_{t-1} is the state one row up; the first row has it elsewhere.
      const int skipped = first == 0;
      outer_products(H, H, da + skipped * H, states + (first + skipped - 1) * H, count - skipped, gradient + h);
      if (skipped && stretch->before) outer_products(H, H, da, stretch->before, 1, gradient + h);
    }
    if (shape->bias) column_sums(H, da, count, gradient + b);
    outer_products(D, H, e, states + first * H, count, gradient + out);
    column_sums(D, e, count, gradient + b_out);
    end = first;
  }
  for (int i = 0; i < H; i++) first_da[i] = da[i];
}

static void adam(const lanes_adam *a, long count, float *weights, float *m, float *v, const float *gradient) {
  for (long k = 0; k < count; k++) {
    const float g = gradient[k];
    m[k] += a->fresh_m * (g - m[k]);
    v[k] = a->keep_v * v[k] + a->fresh_v * (g * g);
    weights[k] = weights[k] - a->pace * m[k] / (__builtin_elementwise_sqrt(v[k]) * a->spread + a->epsilon);
  }
}
