// The gradient of sixteen networks. Included by Kernels.h after Networks.h, once for each instruction set.

// A part's weights, their gradients, and the rows of a block.
typedef struct {
  lanes *w_out, *w_h, *gradient;
  // One row more than a block each: da of the step after it, the state of the step before.
  lanes *da, *y, *x, *e;
  // What the step after this one carries to its state.
  lanes *carried;
  // For a placebo: the weights of its inner states, their sums, the inner states of a block and what they save, the errors
  // of one of them, their da, and da of both.
  lanes *bias, *input, *a, *m, *saved, *inner_error, *inner_da, *total;
  lanes *end;
} network_back;

static network_back network_back_of(const lanes_shape *shape, const float *weights, const float *gradient, int part,
                                    lanes *scratch) {
  const int D = shape->inputs, H = shape->hidden, recurrent = shape->kind == TWIN ? 0 : H;
  const cell_sizes cell = cell_sizes_of(shape);
  const weight_blocks from = weight_blocks_of(shape);
  const long N = (long)cell.parts * H, PH = (long)cell.sums * H, GH = (long)cell.gates * H;
  network_back at = {.w_out = scratch};
  at.w_h = at.w_out + D * H;
  at.gradient = at.w_h + GH * recurrent;
  at.da = at.gradient + from.count;
  at.y = at.da + (BLOCK + 1) * PH;
  at.x = at.y + (BLOCK + 1) * N;
  at.e = at.x + BLOCK * D;
  at.carried = at.e + BLOCK * D;
  at.end = at.carried + N;
  at.total = at.da;
  network_pack(weights + SIXTEEN * from.out, part, D, H, 1, IN_ORDER, H, 1, at.w_out);
  network_pack(weights + SIXTEEN * from.h, part, cell.gates * recurrent, H, 1, IN_ORDER, H, 1, at.w_h);
  take(gradient, part, from.count, at.gradient);
  if (shape->kind == PLACEBO) {
    at.bias = at.end;
    at.input = at.bias + PH;
    at.a = at.input + GH * D;
    at.m = at.a + BLOCK * PH;
    at.saved = at.m + BLOCK * N;
    at.inner_error = at.saved + BLOCK * (long)cell.saved * H;
    at.inner_da = at.inner_error + H;
    at.total = at.inner_da + PH;
    at.end = at.total + BLOCK * PH;
    for (int p = 0; p < cell.sums; p++)
      take(weights + SIXTEEN * (from.b + cell.place[p] * (long)H), part, H, at.bias + p * H);
    network_pack(weights, part, D, 1, cell.gates, cell.place, H, D, at.input);
  }
  return at;
}

// da of a placebo's step and of its inner step, whose errors the first passes on.
static void network_inner_errors(const lanes_shape *shape, const network_back *at, int t) {
  const int H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const long N = (long)cell.parts * H, PH = (long)cell.sums * H, KH = (long)cell.saved * H;
  const lanes *da = at->da + t * PH;
  network_sums(t, 0, 0, 0, 0, at->w_h, da + cell.recurrent * H, (long)cell.gates * H, H, at->inner_error);
  cell_backward(shape, H, at->inner_error, at->m + t * N, 0, (const loose *)(at->saved + t * KH), at->inner_da, at->carried);
  for (long k = 0; k < PH; k++) at->total[t * PH + k] = da[k] + at->inner_da[k];
}

// da of a block's steps from the row `first` on, backwards in time; `later` where the step after the block has one.
static void network_errors(const lanes_shape *shape, const network_back *at, int part, const lanes_segment *segment,
                           long first, int count, bool later) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const long N = (long)cell.parts * H, PH = (long)cell.sums * H, KH = (long)cell.saved * H, GH = (long)cell.gates * H;
  if (shape->kind == PLACEBO) {
    network_inputs(shape, count, at->bias, at->input, (const float *)at->x, WIDE, at->a);
    for (int t = 0; t < count; t++)
      cell_forward(shape, H, at->a + t * PH, 0, at->m + t * N, (loose *)(at->saved + t * KH));
  }
  // The errors of the units, which those of the sums replace step by step.
  network_project(count, 0, at->w_out, (const float *)at->e, WIDE, WIDE * D, D, H, at->da, PH);
  for (int t = count - 1; t >= 0; t--) {
    lanes *da = at->da + t * PH;
    const lanes *y = at->y + t * N;
    const lanes *before = shape->kind == MEMORY ? y : shape->kind == PLACEBO ? at->m + t * N : 0;
    const bool hears = shape->kind == MEMORY && (later || t + 1 < count);
    if (hears) network_sums(t, da, at->w_h, da + PH + cell.recurrent * H, GH, 0, 0, 0, H, da);
    else for (long k = 0; k < N; k++) at->carried[k] = 0.0f;
    cell_backward(shape, H, da, y + N, before, network_saved(shape, segment, first + t, part, 0), da, at->carried);
    if (shape->kind == PLACEBO) network_inner_errors(shape, at, t);
  }
}

// Adds what a block's errors give to the gradients, gate by gate; with no state before it the first row is `skipped`.
static void network_gradients(const lanes_shape *shape, const network_back *at, int count, int skipped) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const weight_blocks g = weight_blocks_of(shape);
  const long N = (long)cell.parts * H, PH = (long)cell.sums * H;
  const lanes *before = shape->kind == PLACEBO ? at->m : at->y;
  for (int k = 0; k < cell.gates; k++) {
    const lanes *heard = at->da + (k + cell.recurrent) * H;
    network_outer_products(H, D, at->total + k * H, PH, at->x, D, count, at->gradient + cell.place[k] * (long)H * D);
    if (shape->kind != TWIN)
      network_outer_products(H, H, heard + skipped * PH, PH, before + skipped * N, N, count - skipped,
                             at->gradient + g.h + k * (long)H * H);
  }
  for (int p = 0; shape->bias && p < cell.sums; p++)
    add_columns(H, at->total + p * H, PH, count, at->gradient + g.b + cell.place[p] * (long)H);
  network_outer_products(D, H, at->e, D, at->y + N, N, count, at->gradient + g.out);
  add_columns(D, at->e, D, count, at->gradient + g.b_out);
}

// A block of a part's steps, from `first` on.
static void network_block(const lanes_shape *shape, const network_back *at, int part, const lanes_segment *segment,
                          const lanes_errors *errors, long first, int count) {
  const int D = shape->inputs, H = shape->hidden;
  const cell_sizes cell = cell_sizes_of(shape);
  const long N = (long)cell.parts * H, PH = (long)cell.sums * H;
  const float *x = segment->x, *states = segment->states, *predictions = segment->predictions;
  const float *before = first > 0 ? states + SIXTEEN * (first - 1) * N : segment->before;
  const bool last = first + count == segment->rows, later = !last || errors->later;
  if (before) take(before, part, N, at->y);
  else for (long k = 0; k < N; k++) at->y[k] = 0.0f;
  take(states + SIXTEEN * first * N, part, count * N, at->y + N);
  take(x + SIXTEEN * first * D, part, (long)count * D, at->x);
  if (!last) for (long k = 0; k < PH; k++) at->da[count * PH + k] = at->da[k];
  else if (later) {
    take(errors->later, part, PH, at->da + count * PH);
    take((const float *)errors->later + SIXTEEN * PH, part, N, at->carried);
  }
  const lanes scale = errors->scale;
  for (long k = 0; k < count * D; k++) {
    lanes prediction, target;
    take(predictions + SIXTEEN * (first * D + k), part, 1, &prediction);
    take(x + SIXTEEN * ((first + 1) * D + k), part, 1, &target);
    at->e[k] = scale * (prediction - target);
  }
  network_errors(shape, at, part, segment, first, count, later);
  network_gradients(shape, at, count, shape->kind == MEMORY && !before ? 1 : 0);
}

static void gradient(const lanes_shape *shape, const void *weights, void *scratch, const lanes_segment *segment,
                     const lanes_errors *errors, void *gradient) {
  const cell_sizes cell = cell_sizes_of(shape);
  const long N = (long)cell.parts * shape->hidden, PH = (long)cell.sums * shape->hidden;
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
    give(parts[part].gradient, weight_blocks_of(shape).count, gradient, part);
    give(parts[part].da, PH, errors->first, part);
    give(parts[part].carried, N, (float *)errors->first + SIXTEEN * PH, part);
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
