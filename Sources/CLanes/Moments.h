// Sums of products for least squares and tests. Included once for Float64 and once for Float32:
//
//   NUMBER        double or float
//   COUNT         as many of them fill one register
//   VECTOR        a register
//   ANYWHERE      the same in memory, aligned as one number: Swift aligns its arrays to 16 bytes
//   NAMED(name)   the functions' names

// sums[i][j] += Σ_t x_t[i] y_t[j], or -= with SUBTRACT, for a block of rows and vectors that stays in registers, in the order
// of t. Rows of x, y and the sums are p, `next` and q numbers apart.
INLINE void NAMED(block_moments)(const how how, const int rows, const int vectors, long n, const NUMBER *x, long p,
                          const NUMBER *y, long next, long q, NUMBER *sums) {
  VECTOR sum[4][2];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) sum[i][j] = *(const ANYWHERE *)(sums + i * q + j * COUNT);
  for (long t = 0; t < n; t++, x += p, y += next)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      const VECTOR right = *(const ANYWHERE *)(y + j * COUNT);
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++)
        sum[i][j] = how == SUBTRACT    ? sum[i][j] - right * x[i]
                    : how == ADD_EXACT ? FUSED(right, (VECTOR)x[i], sum[i][j])
                                       : sum[i][j] + right * x[i];
    }
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) *(ANYWHERE *)(sums + i * q + j * COUNT) = sum[i][j];
}

// The same for `rows` rows and the first `count` columns; those that fill no vector are computed one by one.
INLINE void NAMED(moments_of_rows)(const how how, const int rows, long count, long n, const NUMBER *x, long p, const NUMBER *y,
                            long next, long q, NUMBER *sums) {
  long j = 0;
  for (; j + 2 * COUNT <= count; j += 2 * COUNT) NAMED(block_moments)(how, rows, 2, n, x, p, y + j, next, q, sums + j);
  for (; j + COUNT <= count; j += COUNT) NAMED(block_moments)(how, rows, 1, n, x, p, y + j, next, q, sums + j);
  for (; j < count; j++) {
    NUMBER sum[4];
    for (int i = 0; i < rows; i++) sum[i] = sums[i * q + j];
    for (long t = 0; t < n; t++)
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++) {
        const NUMBER product = x[t * p + i] * y[t * next + j];
        sum[i] = how == SUBTRACT ? sum[i] - product : sum[i] + product;
      }
    for (int i = 0; i < rows; i++) sums[i * q + j] = sum[i];
  }
}

INLINE void NAMED(all_moments)(const how how, long n, const NUMBER *x, long p, const NUMBER *y, long next, long q, bool lower,
                         NUMBER *sums) {
  if (q == 1) {
    // The sums are one row, along x.
    NAMED(moments_of_rows)(how, 1, p, n, y, next, x, p, p, sums);
    return;
  }
  for (long i = 0; i < p;) {
    const long rows = p - i < 4 ? 1 : 4, end = i + rows, count = lower && end < q ? end : q;
    if (rows == 4) NAMED(moments_of_rows)(how, 4, count, n, x + i, p, y, next, q, sums + i * q);
    else NAMED(moments_of_rows)(how, 1, count, n, x + i, p, y, next, q, sums + i * q);
    i = end;
  }
}

static void NAMED(moments)(long n, const NUMBER *x, long p, const NUMBER *y, long next, long q, bool lower, NUMBER *sums) {
  NAMED(all_moments)(ADD, n, x, p, y, next, q, lower, sums);
}

#undef NUMBER
#undef COUNT
#undef VECTOR
#undef ANYWHERE
#undef NAMED
