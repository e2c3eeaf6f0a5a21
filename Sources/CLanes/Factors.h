// Cholesky factors in Float64, and what is solved by them. Every number takes the same operations in the same order as in a
// plain loop, so the width of a register decides nothing.

// ---- factors ---------------------------------------------------------------------------------------------

// U with U'U = A in place of A, m × m, of which the upper triangle is read. A row whose pivot is at most `tolerance` times its
// diagonal entry is zero. `divides` by the pivots or else multiplies by their inverses, which is faster.
static void upper_factor(bool divides, long m, double tolerance, double *u) {
  for (long first = 0; first < m; first += 4) {
    const long rows = m - first < 4 ? m - first : 4;
    double smallest[4];
    for (long r = 0; r < rows; r++) smallest[r] = tolerance * u[(first + r) * m + first + r];
    // What the rows before the block take from it.
    double *block = u + first * m + first;
    if (rows == 4) moments_of_rows(true, 4, m - first, first, u + first, m, u + first, m, m, block);
    else
      for (long r = 0; r < rows; r++)
        moments_of_rows(true, 1, m - first, first, u + first + r, m, u + first, m, m, block + r * m);
    for (long k = first; k < first + rows; k++) {
      double *row = u + k * m;
      const double pivot = row[k];
      for (long j = 0; j < k; j++) row[j] = 0;
      if (!(pivot > smallest[k - first] && pivot > 0 && pivot < __builtin_inf())) {
        for (long j = k; j < m; j++) row[j] = 0;
        continue;
      }
      const double root = __builtin_elementwise_sqrt(pivot), scale = 1 / root;
      if (divides) {
        row[k] = root;
        for (long j = k + 1; j < m; j++) row[j] /= root;
      } else
        for (long j = k; j < m; j++) row[j] *= scale;
      for (long i = k + 1; i < first + rows; i++) {
        const double factor = row[i];
        double *next = u + i * m;
        for (long j = i; j < m; j++) next[j] -= factor * row[j];
      }
    }
  }
}

// ---- triangular systems ----------------------------------------------------------------------------------

// Right-hand sides that are solved together, four vectors of them.
enum { SIDES = 4 * DOUBLES };

// x_i = (x_i - Σ_j factors[j] x_j) / pivot for j from `from` to `to`, in this order; 0 without a pivot. `divides` or else
// multiplies by 1 / pivot. Rows of x are SIDES numbers.
INLINE void solve_row(const bool divides, double *x, long i, long from, long to, const double *factors) {
  doubles sum[4];
  doubles_anywhere *row = (doubles_anywhere *)(x + i * SIDES);
#pragma clang loop unroll(full)
  for (int k = 0; k < 4; k++) sum[k] = row[k];
  for (long j = from; j < to; j++) {
    const doubles_anywhere *other = (const doubles_anywhere *)(x + j * SIDES);
    const double factor = factors[j];
#pragma clang loop unroll(full)
    for (int k = 0; k < 4; k++) sum[k] -= other[k] * factor;
  }
  const double pivot = factors[i], scale = 1 / pivot;
#pragma clang loop unroll(full)
  for (int k = 0; k < 4; k++) row[k] = pivot == 0 ? (doubles)0 : divides ? sum[k] / pivot : sum[k] * scale;
}

// x (m × q) becomes A⁻¹ x for A = L L', the factor by rows and its transpose by rows. Zero where a pivot is 0. `scratch` holds
// m × factor_scratch() numbers.
INLINE void solve_both(const bool divides, long m, const double *lower, const double *upper, long q, double *x,
                       double *scratch) {
  for (long first = 0; first < q; first += SIDES) {
    const long count = q - first < SIDES ? q - first : SIDES;
    for (long i = 0; i < m; i++)
      for (long k = 0; k < SIDES; k++) scratch[i * SIDES + k] = k < count ? x[i * q + first + k] : 0;
    for (long i = 0; i < m; i++) solve_row(divides, scratch, i, 0, i, lower + i * m);
    for (long i = m - 1; i >= 0; i--) solve_row(divides, scratch, i, i + 1, m, upper + i * m);
    for (long i = 0; i < m; i++)
      for (long k = 0; k < count; k++) x[i * q + first + k] = scratch[i * SIDES + k];
  }
}

static void solve(bool divides, long m, const double *lower, const double *upper, long q, double *x, double *scratch) {
  if (divides) solve_both(true, m, lower, upper, q, x, scratch);
  else solve_both(false, m, lower, upper, q, x, scratch);
}

// Each of n rows of x (n × m) times U⁻¹, U' by rows; zero where a pivot is 0. `scratch` as for `solve`.
static void divide_rows(long m, const double *lower, long n, double *x, double *scratch) {
  for (long first = 0; first < n; first += SIDES) {
    const long count = n - first < SIDES ? n - first : SIDES;
    for (long k = 0; k < SIDES; k++)
      for (long i = 0; i < m; i++) scratch[i * SIDES + k] = k < count ? x[(first + k) * m + i] : 0;
    for (long i = 0; i < m; i++) solve_row(true, scratch, i, 0, i, lower + i * m);
    for (long k = 0; k < count; k++)
      for (long i = 0; i < m; i++) x[(first + k) * m + i] = scratch[i * SIDES + k];
  }
}

// ---- Gaussian kernel -------------------------------------------------------------------------------------

typedef long whole __attribute__((ext_vector_type(WIDE / 2)));

// exp(x) for -700 < x ≤ 0, by the operations of Exponential.swift.
INLINE doubles exponential_below_one(doubles x) {
  // The sum with 1.5 · 2⁵² rounds to a whole number, half to even.
  const doubles k = (x * 1.4426950408889634 + 0x1.8p52) - 0x1.8p52;
  const doubles r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10;
  doubles term = r * (1.0 / 6227020800) + 1.0 / 479001600;
  term = term * r + 1.0 / 39916800;
  term = term * r + 1.0 / 3628800;
  term = term * r + 1.0 / 362880;
  term = term * r + 1.0 / 40320;
  term = term * r + 1.0 / 5040;
  term = term * r + 1.0 / 720;
  term = term * r + 1.0 / 120;
  term = term * r + 1.0 / 24;
  term = term * r + 1.0 / 6;
  term = term * r + 0.5;
  term = term * r + 1;
  term = term * r + 1;
  const whole power = (__builtin_convertvector(k, whole) + 1023) << 52;
  return term * (doubles)power;
}

// kernel (n × m) = exp(-½ |u_t - v_k|²) for n rows u of d numbers and m columns v of d numbers; rows of v are `width` numbers
// apart, m rounded up to whole SIDES. 0 where the squared distance is 60 or more.
static void gaussian_kernel(long n, long m, long d, const double *u, const double *v, long width, double *kernel) {
  for (long t = 0; t < n; t++, u += d, kernel += m)
    for (long first = 0; first < m; first += SIDES) {
      doubles sum[4] = {0, 0, 0, 0};
      for (long i = 0; i < d; i++) {
        const doubles_anywhere *marks = (const doubles_anywhere *)(v + i * width + first);
        const double value = u[i];
#pragma clang loop unroll(full)
        for (int k = 0; k < 4; k++) {
          const doubles gap = value - marks[k];
          sum[k] += gap * gap;
        }
      }
#pragma clang loop unroll(full)
      for (int k = 0; k < 4; k++) {
        const whole near = (whole)(sum[k] < 60.0);
        const doubles value = exponential_below_one(-0.5 * (doubles)((whole)sum[k] & near));
        sum[k] = (doubles)((whole)value & near);
      }
      const double *values = (const double *)sum;
      for (long k = 0; k < SIDES && first + k < m; k++) kernel[first + k] = values[k];
    }
}

// ---- cosines ---------------------------------------------------------------------------------------------

// a - b as the nearest number; `error` is what the rounding lost (Knuth's TwoSum).
INLINE doubles difference(doubles a, doubles b, doubles *error) {
  const doubles value = a - b, part = value - a;
  *error = (a - (value - part)) - (b + part);
  return value;
}

// cos(x), by the operations of Trigonometry.swift; NaN beyond 1.6e6.
INLINE doubles cosine(doubles x) {
  // The sum with 1.5 · 2⁵² rounds to a whole number, half to even.
  const doubles n = (x * 0.6366197723675814 + 0x1.8p52) - 0x1.8p52;
  doubles lost, rest;
  const doubles first = x - n * 0x1.921fb544p0;
  const doubles second = difference(first, n * 0x1.0b4611a6p-34, &lost);
  const doubles third = difference(second, n * 0x1.3198a2ep-69, &rest);
  rest = (rest + lost) - n * 8.478427660368899e-32;
  const doubles r = third + rest, tail = (third - r) + rest, s = r * r;

  const doubles cubed = s * r;
  const doubles higher =
      8.33333333332248946124e-03 +
      s * (-1.98412698298579493134e-04 +
           s * (2.75573137070700676789e-06 + s * (-2.50507602534068634195e-08 + s * 1.58969099521155010221e-10)));
  const doubles sine = r - ((s * (0.5 * tail - cubed * higher) - tail) - cubed * -1.66666666666666324348e-01);

  const doubles even =
      s * (4.16666666666666019037e-02 +
           s * (-1.38888888888741095749e-03 +
                s * (2.48015872894767294178e-05 +
                     s * (-2.75573143513906633035e-07 +
                          s * (2.08757232129817482790e-09 + s * -1.13596475577881948265e-11)))));
  const doubles half = 0.5 * s, head = 1 - half;
  const doubles cosine = head + (((1 - head) - half) + (s * even - r * tail));

  // By quarter turns: cos, -sin, -cos, sin.
  const whole quarter = __builtin_convertvector(n, whole);
  const whole odd = -(quarter & 1);
  const whole sign = ((quarter + 1) & 2) << 62;
  const doubles value = (doubles)((((whole)sine & odd) | ((whole)cosine & ~odd)) ^ sign);
  const whole near = (whole)(x <= 1.6e6) & (whole)(x >= -1.6e6);
  return (doubles)(((whole)value & near) | (~near & 0x7ff8000000000000));
}

static void cosines(long n, double *x) {
  for (long first = 0; first < n; first += SIDES) {
    const long count = n - first < SIDES ? n - first : SIDES;
    doubles some[4] = {0, 0, 0, 0};
    double *values = (double *)some;
    for (long k = 0; k < count; k++) values[k] = x[first + k];
#pragma clang loop unroll(full)
    for (int k = 0; k < 4; k++) some[k] = cosine(some[k]);
    for (long k = 0; k < count; k++) x[first + k] = values[k];
  }
}
