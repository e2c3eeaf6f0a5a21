// Means of the leaves of regression trees, in registers for some columns at a time.

// sum[k] += or -= the rows of x, q numbers each, that are listed; `vectors` registers of each, or one number without.
INLINE void add_listed(const bool minus, const int vectors, long count, const int *rows, long q, const double *x,
                       double *sums) {
  if (vectors == 0) {
    double sum = *sums;
    for (long i = 0; i < count; i++) sum = minus ? sum - x[rows[i] * q] : sum + x[rows[i] * q];
    *sums = sum;
    return;
  }
  doubles sum[4];
#pragma clang loop unroll(full)
  for (int k = 0; k < vectors; k++) sum[k] = *(const doubles_anywhere *)(sums + k * DOUBLES);
  for (long i = 0; i < count; i++) {
    const double *row = x + rows[i] * q;
#pragma clang loop unroll(full)
    for (int k = 0; k < vectors; k++) {
      const doubles some = *(const doubles_anywhere *)(row + k * DOUBLES);
      sum[k] = minus ? sum[k] - some : sum[k] + some;
    }
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < vectors; k++) *(doubles_anywhere *)(sums + k * DOUBLES) = sum[k];
}

// The same for all q numbers.
INLINE void add_all_listed(const bool minus, long count, const int *rows, long q, const double *x, double *sums) {
  long k = 0;
  for (; k + 4 * DOUBLES <= q; k += 4 * DOUBLES) add_listed(minus, 4, count, rows, q, x + k, sums + k);
  for (; k + DOUBLES <= q; k += DOUBLES) add_listed(minus, 1, count, rows, q, x + k, sums + k);
  for (; k < q; k++) add_listed(minus, 0, count, rows, q, x + k, sums + k);
}

static void leaf_means(double share, long leaves, const int *starts, const int *rows, long q, const double *x,
                       double *means) {
  for (long leaf = 0; leaf < leaves; leaf++, means += q) {
    const long first = starts[leaf], count = starts[leaf + 1] - first;
    for (long k = 0; k < q; k++) means[k] = 0;
    add_all_listed(false, count, rows + first, q, x, means);
    const double scale = count ? share / count : 0;
    for (long k = 0; k < q; k++) means[k] *= scale;
  }
}

static void subtract_leaves(long rows, long trees, const int *leaves, long q, const double *means, double *left) {
  for (long t = 0; t < rows; t++) add_all_listed(true, trees, leaves + t * trees, q, means, left + t * q);
}
