// The most this core can do: fused multiply-adds on registers alone, in GFLOP/s.
#include <stdio.h>
#include <time.h>

typedef float lanes __attribute__((ext_vector_type(16)));

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(void) {
  enum { CHAINS = 12 };
  const long rounds = 20000000;
  lanes sum[CHAINS], a = 0.999f, b = 1e-3f;
  for (int k = 0; k < CHAINS; k++) sum[k] = (float)k;
  double best = 0;
  for (int run = 0; run < 5; run++) {
    const double start = seconds();
    for (long r = 0; r < rounds; r++)
#pragma clang loop unroll(full)
      for (int k = 0; k < CHAINS; k++) sum[k] = __builtin_elementwise_fma(sum[k], a, b);
    const double rate = 2.0 * 16 * CHAINS * rounds / (seconds() - start) / 1e9;
    if (rate > best) best = rate;
  }
  lanes all = 0;
  for (int k = 0; k < CHAINS; k++) all += sum[k];
  printf("{\"impl\": \"peak\", \"gflops\": %.1f, \"check\": %g}\n", best, (double)all[3]);
}
