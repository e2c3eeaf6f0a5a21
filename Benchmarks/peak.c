// The most this core can do, in GFLOP/s: on registers alone, fused multiply-adds, and the same multiplications and additions
// unfused, as engram does them; and the products of H x H weights with a vector, one after the other, which is what a
// network of H units does at every step, forward and back: its weights come from wherever they fit.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// A register, and as many sums at a time as leave some registers free.
#if defined(__AVX512F__)
enum { WIDE = 16 };
#elif defined(__AVX__)
enum { WIDE = 8 };
#else
enum { WIDE = 4 };
#endif
enum { CHAINS = 12 };
typedef float lanes __attribute__((ext_vector_type(WIDE)));

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

// Without contraction, which would fuse the second one too.
#pragma STDC FP_CONTRACT OFF
static inline __attribute__((always_inline)) lanes fused(lanes s, lanes a, lanes b) {
  return __builtin_elementwise_fma(s, a, b);
}
static inline __attribute__((always_inline)) lanes unfused(lanes s, lanes a, lanes b) { return s * a + b; }

#define RATE(name, step)                                                                   \
  static double name(double *check) {                                                      \
    const long rounds = 10000000;                                                          \
    lanes sum[CHAINS], a = 0.999f, b = 1e-3f;                                              \
    for (int k = 0; k < CHAINS; k++) sum[k] = (float)k;                                    \
    double best = 0;                                                                       \
    for (int run = 0; run < 10; run++) {                                                   \
      const double start = seconds();                                                      \
      for (long r = 0; r < rounds; r++)                                                    \
        _Pragma("clang loop unroll(full)") for (int k = 0; k < CHAINS; k++) sum[k] = step(sum[k], a, b); \
      const double rate = 2.0 * WIDE * CHAINS * rounds / (seconds() - start) / 1e9;          \
      if (rate > best) best = rate;                                                        \
    }                                                                                      \
    lanes all = 0;                                                                         \
    for (int k = 0; k < CHAINS; k++) all += sum[k];                                        \
    *check += all[3];                                                                      \
    return best;                                                                           \
  }

RATE(fused_rate, fused)
RATE(unfused_rate, unfused)

// `count` registers of sums over all H rows of as many weights.
static inline __attribute__((always_inline)) void group(const int count, long H, const lanes *w, const float *v, lanes *sums) {
  lanes sum[8] = {0};
  for (long j = 0; j < H; j++, w += count)
    _Pragma("clang loop unroll(full)") for (int k = 0; k < count; k++) sum[k] = unfused(w[k], (lanes)v[j], sum[k]);
  for (int k = 0; k < count; k++) sums[k] = sum[k];
}

// Steps go through the groups in turns from the one end and from the other, so that the last ones are still near.
static double product_rate(const int count, long H, double *check) {
  const long groups = H / WIDE / count, steps = 400000000 / (H * H);
  lanes *weights = aligned_alloc(64, H * H * sizeof(float)), sums[64];
  float values[1024];
  if (!weights) exit(1);
  for (long k = 0; k < H * H / WIDE; k++) weights[k] = 1e-3f;
  for (long j = 0; j < H; j++) values[j] = 1e-3f * j;
  double best = 0;
  for (int run = 0; run < 10; run++) {
    const double start = seconds();
    for (long step = 0; step < steps; step++) {
      for (long turn = 0; turn < groups; turn++) {
        const long g = step % 2 ? groups - 1 - turn : turn;
        const lanes *w = weights + g * count * H;
        if (count == 8) group(8, H, w, values, sums + g * count);
        else group(4, H, w, values, sums + g * count);
      }
      __asm__ volatile("" ::: "memory");  // or one step would do for all
    }
    const double rate = 2.0 * H * H * steps / (seconds() - start) / 1e9;
    if (rate > best) best = rate;
  }
  *check += sums[0][3];
  free(weights);
  return best;
}

// Many registers wait less for their sums, few have smaller groups, of which more is still near.
static double best_product_rate(long H, double *check) {
  const double four = product_rate(4, H, check);
  if (H / WIDE < 8) return four;
  const double eight = product_rate(8, H, check);
  return four > eight ? four : eight;
}

int main(void) {
  double check = 0;
  const double one = fused_rate(&check), two = unfused_rate(&check);
  printf("{\"fused\": %.1f, \"unfused\": %.1f, \"products\": {", one, two);
  for (long H = 64; H <= 256; H *= 2)
    printf("\"%ld\": %.1f%s", H, best_product_rate(H, &check), H < 256 ? ", " : "}");
  printf(", \"check\": %g}\n", check);
}
