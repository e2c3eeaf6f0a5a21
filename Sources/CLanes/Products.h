// The two products of training. Included once for sixteen networks and once for a single network, which differ in what a
// vector of weights is multiplied by:
//
//   VALUE          lanes where a lane is a network, float where a lane is a hidden unit
//   NAMED(name)    the functions' names
//   GROUP          vectors of sums held in registers while a step is computed, 8 at most
//   ROWS, COLUMNS  the block of a weight gradient held in registers, in vectors, 8 x 4 at most
//
// The order of every sum does not depend on the sizes, so all of them give the same bits.

// ---- one step: start + W1 v1 + W2 v2 ----------------------------------------------------------------------

// The number of groups that the `width` vectors of a step are split into. A group has several sums, as each waits for its own
// additions; its weights should fit into the first-level cache, as the next step begins with them (`sums`).
INLINE long NAMED(groups)(long width) { return width <= GROUP + 1 ? 1 : (width + GROUP - 1) / GROUP; }

// The first vector of a group; groups are as equal as can be, the wider ones first. A loop over steps divides once.
INLINE long NAMED(group_start)(long group, long width) {
  const long groups = NAMED(groups)(width), least = width / groups, wider = width % groups;
  return group * least + (group < wider ? group : wider);
}

// sums = start + Σ_d w1_d v1[d] + Σ_j w2_j v2[j] for `count` vectors; the w are rows of as many.
INLINE void NAMED(group)(int count, const lanes *start, const lanes *w1, const VALUE *v1, long n1, const lanes *w2,
                         const VALUE *v2, long n2, lanes *sums) {
  lanes sum[GROUP + 1];
#pragma clang loop unroll(full)
  for (int k = 0; k < count; k++) sum[k] = start ? start[k] : (lanes)0.0f;
  for (long d = 0; d < n1; d++, w1 += count) {
    const lanes value = v1[d];
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sum[k] += w1[k] * value;
  }
  for (long j = 0; j < n2; j++, w2 += count) {
    const lanes value = v2[j];
#pragma clang loop unroll(full)
    for (int k = 0; k < count; k++) sum[k] += w2[k] * value;
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < count; k++) sums[k] = sum[k];
}

// The same for all vectors of a step, with weights in the order of `pack`. Every other step takes the groups in reverse, and
// so begins with the weights that the step before used last.
INLINE void NAMED(sums)(long step, const lanes *start, const lanes *w1, const VALUE *v1, long n1, const lanes *w2,
                        const VALUE *v2, long n2, long width, lanes *sums) {
  const long groups = NAMED(groups)(width);
  for (long turn = 0; turn < groups; turn++) {
    const long group = step % 2 == 0 ? turn : groups - 1 - turn;
    const long k = NAMED(group_start)(group, width);
    const lanes *from = start ? start + k : 0;
    switch (NAMED(group_start)(group + 1, width) - k) {
#define CASE(n) \
  case n: if (n <= GROUP + 1) NAMED(group)(n, from, w1 + k * n1, v1, n1, w2 + k * n2, v2, n2, sums + k); break;
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9)
#undef CASE
    }
  }
}

// ---- a block of steps: Σ_t left_t right_tᵀ ----------------------------------------------------------------

// sums[r][k] += Σ_t left_t[r] right_t[k], backwards in time, for a block that stays in registers. Steps of left and of right
// are `left_next` and `right_next` apart.
INLINE void NAMED(tile)(int rows, int columns, const VALUE *left, long left_next, const lanes *right, long right_next,
                        int steps, lanes *sums, long width) {
  lanes sum[ROWS][COLUMNS];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < columns; c++) sum[r][c] = sums[r * width + c];
  for (int t = steps - 1; t >= 0; t--) {
    const VALUE *l = left + t * left_next;
    const lanes *x = right + t * right_next;
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

// A tile of some rows and the remaining columns, COLUMNS at most.
INLINE void NAMED(tile_row)(int rows, long columns, const VALUE *left, long left_next, const lanes *right, long right_next,
                            int steps, lanes *sums, long width) {
  switch (columns) {
#define CASE(n) \
  case n: \
    if (n < COLUMNS) { NAMED(tile)(rows, n, left, left_next, right, right_next, steps, sums, width); return; }
    CASE(1) CASE(2) CASE(3)
#undef CASE
  }
  NAMED(tile)(rows, COLUMNS, left, left_next, right, right_next, steps, sums, width);
}

// sums (rows × width vectors) += Σ_t left_t right_tᵀ; the outer loop is over columns, whose vectors stay cached.
static void NAMED(outer_products)(int rows, long width, const VALUE *left, long left_next, const lanes *right,
                                  long right_next, int steps, lanes *sums) {
  for (long c = 0; c < width; c += COLUMNS)
    for (int r = 0; r < rows; r += ROWS) {
      lanes *to = sums + r * width + c;
      switch (rows - r < ROWS ? rows - r : ROWS) {
#define CASE(n) \
  case n: \
    if (n <= ROWS) NAMED(tile_row)(n, width - c, left + r, left_next, right + c, right_next, steps, to, width); \
    break;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
#undef CASE
      }
    }
}

#undef VALUE
#undef NAMED
#undef GROUP
#undef ROWS
#undef COLUMNS
