// Sums of products in Float64, for least squares and tests.

// sums[i][j] += Σ_t x_t[i] y_t[j], or -= with `minus`, for a block of rows and vectors that stays in registers, in the order
// of t. Rows of x, y and the sums are p, `next` and q numbers apart.
INLINE void block_moments(const bool minus, const int rows, const int vectors, long n, const double *x, long p,
                          const double *y, long next, long q, double *sums) {
  doubles sum[4][2];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) sum[i][j] = *(const doubles_anywhere *)(sums + i * q + j * DOUBLES);
  for (long t = 0; t < n; t++, x += p, y += next)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      const doubles right = *(const doubles_anywhere *)(y + j * DOUBLES);
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++) sum[i][j] = minus ? sum[i][j] - right * x[i] : sum[i][j] + right * x[i];
    }
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) *(doubles_anywhere *)(sums + i * q + j * DOUBLES) = sum[i][j];
}

// The same for `rows` rows and the first `count` columns; those that fill no vector are computed one by one.
INLINE void moments_of_rows(const bool minus, const int rows, long count, long n, const double *x, long p, const double *y,
                            long next, long q, double *sums) {
  long j = 0;
  for (; j + 2 * DOUBLES <= count; j += 2 * DOUBLES) block_moments(minus, rows, 2, n, x, p, y + j, next, q, sums + j);
  for (; j + DOUBLES <= count; j += DOUBLES) block_moments(minus, rows, 1, n, x, p, y + j, next, q, sums + j);
  for (; j < count; j++) {
    double sum[4];
    for (int i = 0; i < rows; i++) sum[i] = sums[i * q + j];
    for (long t = 0; t < n; t++)
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++) {
        const double product = x[t * p + i] * y[t * next + j];
        sum[i] = minus ? sum[i] - product : sum[i] + product;
      }
    for (int i = 0; i < rows; i++) sums[i * q + j] = sum[i];
  }
}

static void moments(long n, const double *x, long p, const double *y, long next, long q, bool lower, double *sums) {
  if (q == 1) {
    // The sums are one row, along x.
    moments_of_rows(false, 1, p, n, y, next, x, p, p, sums);
    return;
  }
  for (long i = 0; i < p;) {
    const long rows = p - i < 4 ? 1 : 4, end = i + rows, count = lower && end < q ? end : q;
    if (rows == 4) moments_of_rows(false, 4, count, n, x + i, p, y, next, q, sums + i * q);
    else moments_of_rows(false, 1, count, n, x + i, p, y, next, q, sums + i * q);
    i = end;
  }
}
