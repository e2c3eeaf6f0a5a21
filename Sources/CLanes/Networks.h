// Sixteen networks at a time: a lane is a network. Included by Kernels.h, once for each instruction set.
//
// Where a register holds fewer than sixteen numbers, the networks are split into parts, each computed for a block of steps
// at a time: a part's weights then stay in the first-level cache, and the block's rows are still cached for the next part.
// What is used repeatedly is copied to cache-line boundaries. The order of every sum is fixed, and so are the bits.
//
//   NETWORK_GROUP                  units whose sums are held in registers while a step is computed
//   NETWORK_STEPS                  steps whose sums are held in registers with them, where none waits for another
//   NETWORK_ROWS, NETWORK_COLUMNS  the block of a weight gradient held in registers

// Swift stores the numbers of the networks sixteen by sixteen.
enum { SIXTEEN = 16, PARTS = SIXTEEN / WIDE };

typedef float loose __attribute__((ext_vector_type(WIDE), aligned(4)));

// Copies a part's numbers out of every sixteen, and back.
INLINE void take(const float *from, int part, long count, lanes *to) {
  for (long k = 0; k < count; k++) to[k] = *(const loose *)(from + SIXTEEN * k + WIDE * part);
}

INLINE void give(const lanes *from, long count, float *to, int part) {
  for (long k = 0; k < count; k++) *(loose *)(to + SIXTEEN * k + WIDE * part) = from[k];
}

#define VALUE lanes
#define NAMED(name) network_##name
#define GROUP NETWORK_GROUP
#define ROWS NETWORK_ROWS
#define COLUMNS NETWORK_COLUMNS
#include "Products.h"

// The element in row r and column c of a matrix is from[r * row + c * column]. The copy has the columns of a group of
// network_sums side by side, row after row.
static void network_pack(const float *from, int part, int rows, long row, int columns, long column, lanes *to) {
  for (long group = 0; group < network_groups(columns); group++) {
    const long first = network_group_start(group, columns), end = network_group_start(group + 1, columns);
    for (int r = 0; r < rows; r++)
      for (long c = first; c < end; c++) take(from + SIXTEEN * (r * row + c * column), part, 1, to++);
  }
}

// sums_t = start + Σ_d w_d v_t[d] for `steps` steps, with weights in the order of `network_pack`: the part of a step that
// waits for no other. Each vector of weights is loaded once for all steps. Elements of v are `gap` floats apart, its steps
// `next`; start may be null.
INLINE void network_project_group(const int steps, const int count, const lanes *start, const lanes *w, const float *v,
                                  long gap, long next, long n, long width, lanes *sums) {
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
    for (int k = 0; k < count; k++) sums[t * width + k] = sum[t][k];
}

INLINE void network_project_steps(const int steps, const lanes *start, const lanes *w, const float *v, long gap, long next,
                                  long n, long width, lanes *sums) {
  for (long group = 0; group < network_groups(width); group++) {
    const long k = network_group_start(group, width);
    const lanes *from = start ? start + k : 0;
    switch (network_group_start(group + 1, width) - k) {
#define CASE(c) \
  case c: network_project_group(steps, c, from, w + k * n, v, gap, next, n, width, sums + k); break;
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9)
#undef CASE
    }
  }
}

static void network_project(int steps, const lanes *start, const lanes *w, const float *v, long gap, long next, long n,
                            long width, lanes *sums) {
  int t = 0;
  for (; t + NETWORK_STEPS <= steps; t += NETWORK_STEPS)
    network_project_steps(NETWORK_STEPS, start, w, v + t * next, gap, next, n, width, sums + t * width);
  for (; t < steps; t++) network_project_steps(1, start, w, v + t * next, gap, next, n, width, sums + t * width);
}

// Where the blocks of `Weights` begin, in numbers of one network.
typedef struct {
  long h, b, out, b_out, count;
} network_blocks;

INLINE network_blocks network_blocks_of(const lanes_shape *shape) {
  const long D = shape->inputs, H = shape->hidden;
  network_blocks at = {.h = H * D};
  at.b = at.h + (shape->kind == TWIN ? 0 : H * H);
  at.out = at.b + H;
  at.b_out = at.out + D * H;
  at.count = at.b_out + D;
  return at;
}

// Steps per block.
enum { BLOCK = 32 };

// ---- forward ---------------------------------------------------------------------------------------------

// A part's weights, the states of a block of steps after that of the step before it, the inner state of a placebo and the
// predictions of some steps.
typedef struct {
  lanes *bias, *input, *inner, *readout_bias, *readout, *y, *m, *prediction, *end;
} network_step;

static network_step network_step_of(const lanes_shape *shape, const float *weights, int part, lanes *scratch) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const network_blocks from = network_blocks_of(shape);
  network_step at = {.bias = scratch};
  at.input = at.bias + H;
  at.inner = at.input + D * H;
  at.readout_bias = at.inner + recurrent * H;
  at.readout = at.readout_bias + D;
  at.y = at.readout + D * H;
  at.m = at.y + (BLOCK + 1) * H;
  at.prediction = at.m + H;
  at.end = at.prediction + NETWORK_STEPS * D;
  take(weights + SIXTEEN * from.b, part, H, at.bias);
  network_pack(weights, part, D, 1, H, D, at.input);
  network_pack(weights + SIXTEEN * from.h, part, recurrent, 1, H, H, at.inner);
  take(weights + SIXTEEN * from.b_out, part, D, at.readout_bias);
  network_pack(weights + SIXTEEN * from.out, part, H, 1, D, H, at.readout);
  return at;
}

// A block of steps of a part of the networks, from `first` on.
static void network_steps(const lanes_shape *shape, const network_step *at, int part, const lanes_segment *segment,
                          long first, int count) {
  const int D = shape->inputs, H = shape->hidden;
  const float *x = (const float *)segment->x + SIXTEEN * first * D + WIDE * part;
  float *states = segment->states, *predictions = segment->predictions;
  // What the inputs give, then step by step what the states add.
  network_project(count, at->bias, at->input, x, SIXTEEN, SIXTEEN * D, D, H, at->y + H);
  for (int t = 0; t < count; t++) {
    lanes *y = at->y + (t + 1) * H;
    const lanes *before = y - H;
    if (shape->kind == PLACEBO) {
      for (int i = 0; i < H; i++) at->m[i] = y[i];
      activate(shape->activation, at->m, H);
      before = at->m;
    }
    if (shape->kind != TWIN) network_sums(t, y, at->inner, before, H, 0, 0, 0, H, y);
    activate(shape->activation, y, H);
    give(y, H, states + SIXTEEN * (first + t) * H, part);
  }
  for (int t = 0; t < count; t += NETWORK_STEPS) {
    const int some = count - t < NETWORK_STEPS ? count - t : NETWORK_STEPS;
    network_project(some, at->readout_bias, at->readout, (const float *)(at->y + (t + 1) * H), WIDE, WIDE * H, H, D,
                    at->prediction);
    if (shape->anchored)
      for (long k = 0; k < some * D; k++) at->prediction[k] += *(const loose *)(x + SIXTEEN * ((long)t * D + k));
    give(at->prediction, (long)some * D, predictions + SIXTEEN * (first + t) * D, part);
  }
  // The state before the next block.
  for (int i = 0; i < H; i++) at->y[i] = at->y[count * H + i];
}

static void forward(const lanes_shape *shape, const void *weights, void *scratch, const lanes_segment *segment) {
  const int H = shape->hidden;
  network_step parts[PARTS];
  lanes *place = aligned(scratch);
  for (int part = 0; part < PARTS; part++) {
    parts[part] = network_step_of(shape, weights, part, place);
    if (segment->before) take(segment->before, part, H, parts[part].y);
    else for (int i = 0; i < H; i++) parts[part].y[i] = 0.0f;
    place = parts[part].end;
  }
  for (long first = 0; first < segment->rows; first += BLOCK) {
    const int count = segment->rows - first < BLOCK ? (int)(segment->rows - first) : BLOCK;
    for (int part = 0; part < PARTS; part++) network_steps(shape, &parts[part], part, segment, first, count);
  }
}

static void squared_error(const lanes_segment *segment, int inputs, long first, long rows, void *sum) {
  const float *predictions = segment->predictions, *x = segment->x;
  for (int part = 0; part < PARTS; part++) {
    lanes total, some[2];
    take(sum, part, 1, &total);
    for (long k = first * inputs; k < (first + rows) * inputs; k++) {
      take(predictions + SIXTEEN * k, part, 1, &some[0]);
      take(x + SIXTEEN * (k + inputs), part, 1, &some[1]);
      const lanes error = some[0] - some[1];
      total += error * error;
    }
    give(&total, 1, sum, part);
  }
}

// ---- backward --------------------------------------------------------------------------------------------

// A part's weights, their gradients, and the rows of a block.
typedef struct {
  lanes *w_out, *w_h, *gradient;
  // One row more than a block each: da of the step after it, y of the step before.
  lanes *da, *y, *x, *e;
  // For a placebo: the weights of its inner states, the inner states of a block, and the errors of one of them.
  lanes *bias, *input, *m, *sums;
  lanes *end;
} network_back;

static network_back network_back_of(const lanes_shape *shape, const float *weights, const float *gradient, int part,
                                    lanes *scratch) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const network_blocks from = network_blocks_of(shape);
  network_back at = {.w_out = scratch};
  at.w_h = at.w_out + D * H;
  at.gradient = at.w_h + recurrent * H;
  at.da = at.gradient + from.count;
  at.y = at.da + (BLOCK + 1) * H;
  at.x = at.y + (BLOCK + 1) * H;
  at.e = at.x + BLOCK * D;
  at.end = at.e + BLOCK * D;
  network_pack(weights + SIXTEEN * from.out, part, D, H, H, 1, at.w_out);
  network_pack(weights + SIXTEEN * from.h, part, recurrent, H, H, 1, at.w_h);
  take(gradient, part, from.count, at.gradient);
  if (shape->kind == PLACEBO) {
    at.bias = at.end;
    at.input = at.bias + H;
    at.m = at.input + D * H;
    at.sums = at.m + BLOCK * H;
    at.end = at.sums + H;
    take(weights + SIXTEEN * from.b, part, H, at.bias);
    network_pack(weights, part, D, 1, H, D, at.input);
  }
  return at;
}

// da of a block's steps, backwards in time; `later` where the step after the block has one.
static void network_errors(const lanes_shape *shape, const network_back *at, int count, bool later) {
  const int D = shape->inputs, H = shape->hidden;
  network_project(count, 0, at->w_out, (const float *)at->e, WIDE, WIDE * D, D, H, at->da);
  for (int t = count - 1; t >= 0; t--) {
    lanes *da = at->da + t * H;
    const lanes *y = at->y + (t + 1) * H;
    const bool hears = shape->kind == MEMORY && (later || t + 1 < count);
    if (hears) network_sums(t, da, at->w_h, da + H, H, 0, 0, 0, H, da);
    for (int j = 0; j < H; j++) da[j] = da[j] * slope(shape->activation, y[j]);
  }
}

// A block of a placebo's steps: dW_h from da and the inner states m, then da becomes da + dm.
static void network_placebo_block(const lanes_shape *shape, const network_back *at, int count, lanes *gradient_h) {
  const int D = shape->inputs, H = shape->hidden;
  network_project(count, at->bias, at->input, (const float *)at->x, WIDE, WIDE * D, D, H, at->m);
  activate(shape->activation, at->m, (long)count * H);
  network_outer_products(H, H, at->da, H, at->m, count, gradient_h);
  for (int t = 0; t < count; t++) {
    lanes *da = at->da + t * H;
    network_sums(t, 0, 0, 0, 0, at->w_h, da, H, H, at->sums);
    for (int j = 0; j < H; j++) da[j] += at->sums[j] * slope(shape->activation, at->m[t * H + j]);
  }
}

INLINE void network_column_sums(int columns, const lanes *left, int steps, lanes *sums) {
  for (int c = 0; c < columns; c++) {
    lanes sum = sums[c];
    for (int t = steps - 1; t >= 0; t--) sum += left[t * columns + c];
    sums[c] = sum;
  }
}

// A block of a part's steps, from `first` on.
static void network_block(const lanes_shape *shape, const network_back *at, int part, const lanes_segment *segment,
                          const lanes_errors *errors, long first, int count) {
  const int D = shape->inputs, H = shape->hidden;
  const network_blocks g = network_blocks_of(shape);
  const float *x = segment->x, *states = segment->states, *predictions = segment->predictions;
  const float *before = first > 0 ? states + SIXTEEN * (first - 1) * H : segment->before;
  const bool last = first + count == segment->rows, later = !last || errors->later;
  if (before) take(before, part, H, at->y);
  take(states + SIXTEEN * first * H, part, (long)count * H, at->y + H);
  take(x + SIXTEEN * first * D, part, (long)count * D, at->x);
  if (!last) for (int i = 0; i < H; i++) at->da[count * H + i] = at->da[i];
  else if (later) take(errors->later, part, H, at->da + count * H);
  const lanes scale = errors->scale;
  for (long k = 0; k < count * D; k++) {
    lanes prediction, target;
    take(predictions + SIXTEEN * (first * D + k), part, 1, &prediction);
    take(x + SIXTEEN * ((first + 1) * D + k), part, 1, &target);
    at->e[k] = scale * (prediction - target);
  }

  network_errors(shape, at, count, later);
  if (shape->kind == PLACEBO) network_placebo_block(shape, at, count, at->gradient + g.h);
  network_outer_products(H, D, at->da, H, at->x, count, at->gradient);
  if (shape->kind == MEMORY) {
    // Without a state before it the first row adds nothing.
    const int skipped = before ? 0 : 1;
    network_outer_products(H, H, at->da + skipped * H, H, at->y + skipped * H, count - skipped, at->gradient + g.h);
  }
  if (shape->bias) network_column_sums(H, at->da, count, at->gradient + g.b);
  network_outer_products(D, H, at->e, D, at->y + H, count, at->gradient + g.out);
  network_column_sums(D, at->e, count, at->gradient + g.b_out);
}

static void gradient(const lanes_shape *shape, const void *weights, void *scratch, const lanes_segment *segment,
                     const lanes_errors *errors, void *gradient) {
  network_back parts[PARTS];
  lanes *place = aligned(scratch);
  for (int part = 0; part < PARTS; part++) {
    parts[part] = network_back_of(shape, weights, gradient, part, place);
    place = parts[part].end;
  }
  for (long end = segment->rows; end > 0;) {
    const long first = end > BLOCK ? end - BLOCK : 0;
    for (int part = 0; part < PARTS; part++)
      network_block(shape, &parts[part], part, segment, errors, first, (int)(end - first));
    end = first;
  }
  for (int part = 0; part < PARTS; part++) {
    give(parts[part].gradient, network_blocks_of(shape).count, gradient, part);
    give(parts[part].da, shape->hidden, errors->first, part);
  }
}

static void adam(const lanes_adam *a, long count, float *weights, float *m, float *v, const float *gradient) {
  for (long k = 0; k < count; k++) {
    const float g = gradient[k];
    m[k] += a->fresh_m * (g - m[k]);
    v[k] = a->keep_v * v[k] + a->fresh_v * (g * g);
    weights[k] = weights[k] - a->pace * m[k] / (__builtin_elementwise_sqrt(v[k]) * a->spread + a->epsilon);
  }
}
