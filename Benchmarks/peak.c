// The most this core can do on registers alone, in GFLOP/s: fused multiply-adds, and the same multiplications and additions
// unfused, as engram does them.
#include <stdio.h>
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

int main(void) {
  double check = 0;
  const double one = fused_rate(&check), two = unfused_rate(&check);
  printf("{\"fused\": %.1f, \"unfused\": %.1f, \"check\": %g}\n", one, two, check);
}
