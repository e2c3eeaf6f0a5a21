// The pointwise part of a step, one cell after the other: what Sources/Recurrence/Cells computes, on `n` vectors of units.
// A vector holds a unit of several networks or several units of one. Numbers are part by part: those of all vectors for
// part 0, then for part 1, … Included by Kernels.h, once for each instruction set.

typedef float loose __attribute__((ext_vector_type(WIDE), aligned(4)));

INLINE lanes sigmoid(lanes a) {
  const lanes half = 0.5f;
  return half + half * hyperbolic_tangent(half * a);
}

INLINE lanes sigmoid_slope(lanes y) { return y * ((lanes)1.0f - y); }

INLINE lanes tanh_slope(lanes y) { return (lanes)1.0f - y * y; }

// The state of a step from its sums and the last state; null for 0 without W_h. `saved` becomes what the way back needs.
INLINE void gru_forward(long n, const lanes *a, const lanes *last, lanes *state, loose *saved) {
  for (long j = 0; j < n; j++) {
    const lanes r = sigmoid(a[n + j]), z = sigmoid(a[2 * n + j]), m = a[3 * n + j];
    const lanes fresh = hyperbolic_tangent(a[j] + r * m);
    const lanes h = ((lanes)1.0f - z) * fresh;
    state[j] = last ? h + z * last[j] : h;
    saved[j] = r, saved[n + j] = z, saved[2 * n + j] = fresh, saved[3 * n + j] = m;
  }
}

INLINE void lstm_forward(long n, const lanes *a, const lanes *last, lanes *state, loose *saved) {
  for (long j = 0; j < n; j++) {
    const lanes i = sigmoid(a[j]), f = sigmoid(a[n + j]), g = hyperbolic_tangent(a[2 * n + j]), o = sigmoid(a[3 * n + j]);
    const lanes kept = i * g, c = last ? kept + f * last[n + j] : kept, open = hyperbolic_tangent(c);
    state[j] = o * open, state[n + j] = c;
    saved[j] = i, saved[n + j] = f, saved[2 * n + j] = g, saved[3 * n + j] = o, saved[4 * n + j] = open;
  }
}

static void cell_forward(const lanes_shape *shape, long n, const lanes *a, const lanes *last, lanes *state, loose *saved) {
  if (shape->cell == GRU) gru_forward(n, a, last, state, saved);
  else if (shape->cell == LSTM) lstm_forward(n, a, last, state, saved);
  else activate(shape->activation, n, a, state);
}

// The errors of the sums from that of the units, dh without what is carried, which may be where `da` begins. `carried` has what
// the step after this one carries to its state, 0 where there is none, and becomes what this one carries to the state before
// it; a cell that does not carry leaves it unchanged.
INLINE void gru_backward(long n, const lanes *error, const lanes *last, const loose *saved, lanes *da, lanes *carried) {
  const lanes zero = 0.0f, one = 1.0f;
  for (long j = 0; j < n; j++) {
    const lanes r = saved[j], z = saved[n + j], fresh = saved[2 * n + j], m = saved[3 * n + j];
    const lanes dh = error[j] + carried[j], before = last ? last[j] : zero;
    const lanes dn = dh * (one - z) * tanh_slope(fresh);
    da[j] = dn;
    da[n + j] = dn * m * sigmoid_slope(r);
    da[2 * n + j] = dh * (before - fresh) * sigmoid_slope(z);
    da[3 * n + j] = dn * r;
    carried[j] = dh * z;
  }
}

INLINE void lstm_backward(long n, const lanes *error, const lanes *last, const loose *saved, lanes *da, lanes *carried) {
  const lanes zero = 0.0f;
  for (long j = 0; j < n; j++) {
    const lanes i = saved[j], f = saved[n + j], g = saved[2 * n + j], o = saved[3 * n + j], open = saved[4 * n + j];
    const lanes dh = error[j], before = last ? last[n + j] : zero;
    // Zero first: -0 is carried as 0.
    const lanes dc = (zero + carried[n + j]) + dh * o * tanh_slope(open);
    da[j] = dc * g * sigmoid_slope(i);
    da[n + j] = dc * before * sigmoid_slope(f);
    da[2 * n + j] = dc * i * tanh_slope(g);
    da[3 * n + j] = dh * open * sigmoid_slope(o);
    carried[n + j] = dc * f;
  }
}

static void cell_backward(const lanes_shape *shape, long n, const lanes *error, const lanes *state, const lanes *last,
                          const loose *saved, lanes *da, lanes *carried) {
  if (shape->cell == GRU) gru_backward(n, error, last, saved, da, carried);
  else if (shape->cell == LSTM) lstm_backward(n, error, last, saved, da, carried);
  else for (long j = 0; j < n; j++) da[j] = error[j] * slope(shape->activation, state[j]);
}

// sums[c] += Σ_t left[t * next + c], backwards in time; some columns at a time, as each sum waits for its own additions.
INLINE void add_columns(long columns, const lanes *left, long next, int steps, lanes *sums) {
  enum { SOME = 8 };
  for (; columns >= SOME; columns -= SOME, left += SOME, sums += SOME) {
    lanes sum[SOME];
#pragma clang loop unroll(full)
    for (int k = 0; k < SOME; k++) sum[k] = sums[k];
    for (int t = steps - 1; t >= 0; t--)
#pragma clang loop unroll(full)
      for (int k = 0; k < SOME; k++) sum[k] += left[t * next + k];
#pragma clang loop unroll(full)
    for (int k = 0; k < SOME; k++) sums[k] = sum[k];
  }
  for (int t = steps - 1; t >= 0; t--)
    for (long k = 0; k < columns; k++) sums[k] += left[t * next + k];
}
