// Sums over rows with every element of a group of sign flips or exchanges, by the transform of Walsh and Hadamard: 2^bits sums
// cost `bits` additions each and not one for every row.

// x[b] becomes Σ_i (-1)^|i & b| x[i], where |…| counts the ones, for m = 2^k of both. Two halvings at a time spare half of
// the loads.
INLINE void walsh_hadamard(long m, doubles *x) {
  long h = 1;
  for (; 4 * h <= m; h *= 4)
    for (long first = 0; first < m; first += 4 * h)
      for (doubles *at = x + first; at < x + first + h; at++) {
        const doubles a = at[0] + at[h], b = at[0] - at[h], c = at[2 * h] + at[3 * h], d = at[2 * h] - at[3 * h];
        at[0] = a + c;
        at[h] = b + d;
        at[2 * h] = a - c;
        at[3 * h] = b - d;
      }
  if (h < m)
    for (doubles *at = x; at < x + h; at++) {
      const doubles a = at[0], b = at[h];
      at[0] = a + b;
      at[h] = a - b;
    }
}

// Some columns of x, a register at most.
INLINE void drawn_columns(const long count, const lanes_group *group, const double *weights, long q, const double *x,
                          double *sums) {
  const long draws = 1L << group->bits;
  doubles total[LANES_DRAWS], part[LANES_DRAWS];
  for (long b = 0; b < draws; b++) total[b] = 0.0;
  for (long block = 0, place = 0; block < group->blocks; block++) {
    const long m = group->sizes[block];
    for (long i = 0; i < m; i++) {
      const double *row = x + group->rows[place + i] * q;
      if (count == DOUBLES) part[i] = *(const doubles_anywhere *)row;
      else for (long k = 0; k < count; k++) part[i][k] = row[k];
    }
    walsh_hadamard(m, part);
    for (long i = 0; i < m; i++, place++) total[group->codes[place]] += part[i] * weights[place];
  }
  walsh_hadamard(draws, total);
  for (long b = 0; b < draws; b++, sums += q)
    if (count == DOUBLES) *(doubles_anywhere *)sums = total[b];
    else for (long k = 0; k < count; k++) sums[k] = total[b][k];
}

static void drawn_sums(const lanes_group *group, const double *weights, long q, const double *x, double *sums) {
  long column = 0;
  for (; column + DOUBLES <= q; column += DOUBLES)
    drawn_columns(DOUBLES, group, weights, q, x + column, sums + column);
  if (column < q) drawn_columns(q - column, group, weights, q, x + column, sums + column);
}
