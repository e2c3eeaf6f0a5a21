// The stages of a Fourier transform by Stockham's mixed radix in Float64: before a stage, `stride` transforms of p m numbers
// are side by side, and n = p m stride. `cosines` and `sines` are of 2π k / n, the sines negative. Loops over the stride fill
// registers; each number takes the same operations whatever their width.

INLINE void fourier_two(long m, long stride, const double *cosines, const double *sines, const double *restrict re,
                        const double *restrict im, double *restrict out_re, double *restrict out_im) {
  const long step = m * stride;
  for (long j = 0; j < m; j++) {
    const double c = cosines[j * stride], s = sines[j * stride];
    const double *ar = re + j * stride, *ai = im + j * stride;
    double *to_re = out_re + 2 * j * stride, *to_im = out_im + 2 * j * stride;
    for (long q = 0; q < stride; q++) {
      const double dr = ar[q] - ar[q + step], di = ai[q] - ai[q + step];
      to_re[q] = ar[q] + ar[q + step];
      to_im[q] = ai[q] + ai[q + step];
      to_re[stride + q] = dr * c - di * s;
      to_im[stride + q] = dr * s + di * c;
    }
  }
}

INLINE void fourier_four(long m, const long stride, const double *cosines, const double *sines, const double *restrict re,
                         const double *restrict im, double *restrict out_re, double *restrict out_im) {
  const long step = m * stride;
  for (long j = 0; j < m; j++) {
    const double c1 = cosines[j * stride], s1 = sines[j * stride];
    const double c2 = cosines[2 * j * stride], s2 = sines[2 * j * stride];
    const double c3 = cosines[3 * j * stride], s3 = sines[3 * j * stride];
    const double *ar = re + j * stride, *ai = im + j * stride;
    double *to_re = out_re + 4 * j * stride, *to_im = out_im + 4 * j * stride;
    for (long q = 0; q < stride; q++) {
      const double sum_re = ar[q] + ar[q + 2 * step], sum_im = ai[q] + ai[q + 2 * step];
      const double gap_re = ar[q] - ar[q + 2 * step], gap_im = ai[q] - ai[q + 2 * step];
      const double odd_re = ar[q + step] + ar[q + 3 * step], odd_im = ai[q + step] + ai[q + 3 * step];
      // -i (x_b - x_d)
      const double turned_re = ai[q + step] - ai[q + 3 * step], turned_im = ar[q + 3 * step] - ar[q + step];
      const double r1 = gap_re + turned_re, i1 = gap_im + turned_im;
      const double r2 = sum_re - odd_re, i2 = sum_im - odd_im;
      const double r3 = gap_re - turned_re, i3 = gap_im - turned_im;
      to_re[q] = sum_re + odd_re;
      to_im[q] = sum_im + odd_im;
      to_re[q + stride] = r1 * c1 - i1 * s1;
      to_im[q + stride] = r1 * s1 + i1 * c1;
      to_re[q + 2 * stride] = r2 * c2 - i2 * s2;
      to_im[q + 2 * stride] = r2 * s2 + i2 * c2;
      to_re[q + 3 * stride] = r3 * c3 - i3 * s3;
      to_im[q + 3 * stride] = r3 * s3 + i3 * c3;
    }
  }
}

INLINE void fourier_any(long p, long m, long stride, const double *cosines, const double *sines, const double *restrict re,
                        const double *restrict im, double *restrict out_re, double *restrict out_im) {
  const long step = m * stride, n = p * step;
  for (long j = 0; j < m; j++)
    for (long r = 0; r < p; r++) {
      double *to_re = out_re + (p * j + r) * stride, *to_im = out_im + (p * j + r) * stride;
      for (long q = 0; q < stride; q++) {
        to_re[q] = re[j * stride + q];
        to_im[q] = im[j * stride + q];
      }
      for (long k = 1; k < p; k++) {
        const long root = r * k % p * (n / p);
        const double c = cosines[root], s = sines[root];
        const double *br = re + j * stride + k * step, *bi = im + j * stride + k * step;
        for (long q = 0; q < stride; q++) {
          to_re[q] += br[q] * c - bi[q] * s;
          to_im[q] += br[q] * s + bi[q] * c;
        }
      }
      const double c = cosines[r * j * stride], s = sines[r * j * stride];
      for (long q = 0; q < stride; q++) {
        const double a = to_re[q], b = to_im[q];
        to_re[q] = a * c - b * s;
        to_im[q] = a * s + b * c;
      }
    }
}

static void fourier_stage(long p, long m, long stride, const double *cosines, const double *sines, const double *re,
                          const double *im, double *out_re, double *out_im) {
  if (p == 2) fourier_two(m, stride, cosines, sines, re, im, out_re, out_im);
  // Strides that are known fill registers too.
  else if (p == 4 && stride == 1) fourier_four(m, 1, cosines, sines, re, im, out_re, out_im);
  else if (p == 4 && stride == 4) fourier_four(m, 4, cosines, sines, re, im, out_re, out_im);
  else if (p == 4) fourier_four(m, stride, cosines, sines, re, im, out_re, out_im);
  else fourier_any(p, m, stride, cosines, sines, re, im, out_re, out_im);
}
