// The gradient of one network. Included by Kernels.h after Units.h, once for each instruction set.

// Steps per block: few enough for their errors to be cached when the gradients of the weights need them.
enum { UNIT_BLOCK = 64 };

// The parts of a gradient's scratch: weights, gradients in rows of vectors, and the rows of a block.
typedef struct {
  lanes *w_out, *w_h, *g_x, *g_h, *g_b, *g_out, *da, *y;
  // What the step after this one carries to its state.
  lanes *carried;
  float *e;
  // For a placebo: the weights of its inner states, their sums, the inner states of a block and what one saves, the errors of
  // one of them, its da, and da of both.
  lanes *bias, *input, *a, *m, *saved, *inner_error, *inner_da, *total;
} unit_places;

static unit_places unit_places_of(const lanes_shape *shape, float *scratch) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const cell_sizes cell = cell_sizes_of(shape);
  const long width = vectors(H), gates = cell.gates * width, sums = cell.sums * width, parts = cell.parts * width;
  unit_places at = {.w_out = aligned(scratch)};
  at.w_h = at.w_out + D * width;
  at.g_x = at.w_h + recurrent * gates;
  at.g_h = at.g_x + D * gates;
  at.g_b = at.g_h + recurrent * gates;
  at.g_out = at.g_b + sums;
  // One row more than a block each: da of the step after it, the state of the step before.
  at.da = at.g_out + D * width;
  at.y = at.da + (UNIT_BLOCK + 1) * sums;
  at.carried = at.y + (UNIT_BLOCK + 1) * parts;
  at.e = (float *)(at.carried + parts);
  at.bias = (lanes *)(at.e + UNIT_BLOCK * D);
  at.input = at.bias + sums;
  at.a = at.input + D * gates;
  at.m = at.a + sums;
  at.saved = at.m + UNIT_BLOCK * parts;
  at.inner_error = at.saved + cell.saved * width;
  at.inner_da = at.inner_error + width;
  at.total = shape->kind == PLACEBO ? at.inner_da + sums : at.da;
  return at;
}

// error = Σ_d W_out_d e[d] over D columns, then + W_hᵀ da, gate by gate; da may be null.
static void unit_heard(const lanes_shape *shape, const unit_places *at, long t, const float *e, int D, const lanes *da,
                       lanes *error) {
  const int H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const long width = vectors(H);
  for (int k = 0; k < (da ? cell.gates : 1); k++) {
    const lanes *heard = da ? da + (cell.recurrent + k) * width : error;
    unit_sums(t, k ? error : 0, at->w_out, e, k ? 0 : D, at->w_h + (long)k * H * width, (const float *)heard, da ? H : 0,
              width, error);
  }
}

// A placebo's step: its inner state m first, and at last da of the step and of the inner one, whose errors the first passes on.
static const lanes *unit_inner_state(const lanes_shape *shape, const unit_places *at, int t, const float *x) {
  lanes *m = at->m + t * cell_sizes_of(shape).parts * vectors(shape->hidden);
  unit_inputs(shape, t, at->bias, at->input, x, at->a);
  cell_forward(shape, vectors(shape->hidden), at->a, 0, m, (loose *)at->saved);
  return m;
}

static void unit_inner_errors(const lanes_shape *shape, const unit_places *at, int t, const lanes *m) {
  const long width = vectors(shape->hidden), sums = cell_sizes_of(shape).sums * width;
  const lanes *da = at->da + t * sums;
  unit_heard(shape, at, t, 0, 0, da, at->inner_error);
  cell_backward(shape, width, at->inner_error, m, 0, (const loose *)at->saved, at->inner_da, at->carried);
  for (long k = 0; k < sums; k++) at->total[t * sums + k] = da[k] + at->inner_da[k];
}

// da of a block's steps from the row `first` on, backwards in time; `later` where the step after the block has one.
static void unit_errors(const lanes_shape *shape, const unit_places *at, const lanes_segment *segment, long first, int count,
                        bool later) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const long width = vectors(H), sums = cell.sums * width, parts = cell.parts * width;
  const long next = unit_saved(shape);
  for (int t = count - 1; t >= 0; t--) {
    lanes *da = at->da + t * sums;
    const lanes *y = at->y + t * parts;
    const float *saved = (const float *)segment->saved + (first + t) * next;
    const lanes *before = shape->kind == MEMORY ? y : 0;
    if (shape->kind == PLACEBO)
      before = unit_inner_state(shape, at, t, (const float *)segment->x + (first + t) * D);
    const bool hears = shape->kind == MEMORY && (later || t + 1 < count);
    unit_heard(shape, at, t, at->e + t * D, D, hears ? da + sums : 0, da);
    if (!hears) for (long k = 0; k < parts; k++) at->carried[k] = 0.0f;
    cell_backward(shape, width, da, y + parts, before, (const loose *)saved, da, at->carried);
    if (shape->kind == PLACEBO) unit_inner_errors(shape, at, t, before);
  }
}

// Adds what a block's errors give to the gradients, gate by gate; with no state before it the first row is `skipped`.
static void unit_gradients(const lanes_shape *shape, const unit_places *at, const float *x, int count, int skipped) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const long width = vectors(H), gates = cell.gates * width, sums = cell.sums * width, parts = cell.parts * width;
  const lanes *before = shape->kind == PLACEBO ? at->m : at->y;
  unit_outer_products(D, gates, x, D, at->total, sums, count, at->g_x);
  for (int k = 0; shape->kind != TWIN && k < cell.gates; k++) {
    const lanes *heard = at->da + skipped * sums + (cell.recurrent + k) * width;
    unit_outer_products(H, width, (const float *)heard, WIDE * sums, before + skipped * parts, parts, count - skipped,
                        at->g_h + (long)k * H * width);
  }
  if (shape->bias) add_columns(sums, at->total, sums, count, at->g_b);
  unit_outer_products(D, width, at->e, D, at->y + parts, parts, count, at->g_out);
}

// Copies H numbers of a gradient's row, or of each of `rows`, from the order of `Weights` to rows of vectors, or back.
static void unit_exchange(bool back, lanes *padded, long stride, float *gradient, long rows, int H, long row, long column) {
  for (long r = 0; r < rows; r++) {
    float *whole = (float *)(padded + r * stride);
    for (int c = 0; c < H; c++) {
      if (back) gradient[r * row + c * column] = whole[c];
      else whole[c] = gradient[r * row + c * column];
    }
  }
}

static void unit_exchange_all(const lanes_shape *shape, const unit_places *at, float *gradient, bool back) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const weight_blocks g = weight_blocks_of(shape);
  const long width = vectors(H);
  for (int k = 0; k < cell.gates; k++)
    unit_exchange(back, at->g_x + k * width, cell.gates * width, gradient + cell.place[k] * (long)H * D, D, H, 1, D);
  if (shape->kind != TWIN) unit_exchange(back, at->g_h, width, gradient + g.h, (long)cell.gates * H, H, H, 1);
  for (int p = 0; p < cell.sums; p++)
    unit_exchange(back, at->g_b + p * width, 0, gradient + g.b + cell.place[p] * (long)H, 1, H, 0, 1);
  unit_exchange(back, at->g_out, width, gradient + g.out, D, H, H, 1);
}

// Of a row, from vectors to floats.
static void unit_give(long rows, int H, const lanes *from, float *to) {
  for (long r = 0; r < rows; r++)
    for (int i = 0; i < H; i++) to[r * H + i] = ((const float *)(from + r * vectors(H)))[i];
}

static void unit_gradient(const lanes_shape *shape, const float *weights, float *scratch, const lanes_segment *segment,
                          const lanes_errors *errors, float *gradient) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const cell_sizes cell = cell_sizes_of(shape);
  const weight_blocks from = weight_blocks_of(shape);
  const long width = vectors(H), sums = cell.sums * width, parts = cell.parts * width, N = (long)cell.parts * H;
  const float *x = segment->x, *states = segment->states, *predictions = segment->predictions;
  const unit_places at = unit_places_of(shape, scratch);
  unit_pack(weights + from.out, D, H, 1, IN_ORDER, H, 1, at.w_out);
  for (int k = 0; k < cell.gates; k++)
    unit_pack(weights + from.h + k * (long)H * H, recurrent, H, 1, IN_ORDER, H, 1, at.w_h + (long)k * H * width);
  if (shape->kind == PLACEBO) unit_pack_inputs(shape, weights, at.bias, at.input);
  // The padding of the rows stays zero.
  for (lanes *g = at.g_x; g < at.da; g++) *g = 0.0f;
  unit_exchange_all(shape, &at, gradient, false);

  for (long end = segment->rows; end > 0;) {
    const long first = end > UNIT_BLOCK ? end - UNIT_BLOCK : 0;
    const int count = (int)(end - first);
    const float *before = first > 0 ? states + (first - 1) * N : segment->before;
    if (before) unit_rows(cell.parts, H, before, width, at.y);
    else for (long k = 0; k < parts; k++) at.y[k] = 0.0f;
    unit_rows((long)count * cell.parts, H, states + first * N, width, at.y + parts);
    if (end < segment->rows) {
      for (long k = 0; k < sums; k++) at.da[count * sums + k] = at.da[k];
    } else if (errors->later) {
      unit_rows(cell.sums, H, errors->later, width, at.da + count * sums);
      unit_rows(cell.parts, H, (const float *)errors->later + cell.sums * H, width, at.carried);
    }
    for (int k = 0; k < count * D; k++) at.e[k] = errors->scale * (predictions[first * D + k] - x[(first + 1) * D + k]);
    unit_errors(shape, &at, segment, first, count, end < segment->rows || errors->later);
    unit_gradients(shape, &at, x + first * D, count, shape->kind == MEMORY && !before ? 1 : 0);
    for (int d = 0; d < D; d++)
      for (int t = count - 1; t >= 0; t--) gradient[from.b_out + d] += at.e[t * D + d];
    end = first;
  }
  unit_exchange_all(shape, &at, gradient, true);
  unit_give(cell.sums, H, at.da, errors->first);
  unit_give(cell.parts, H, at.carried, (float *)errors->first + cell.sums * H);
}
