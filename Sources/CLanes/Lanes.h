// Vectors of WIDE numbers and the functions of a lane. Letters as in Forward.swift and Backward.swift: T rows, D inputs,
// H hidden units.
//
//   WIDE     numbers in a vector: 16, 8 or 4, as many as one register holds

#include "CellSizes.h"

#include <stdint.h>

// A product is rounded before it is added, on every machine.
#pragma STDC FP_CONTRACT OFF

// Every function with a vector parameter or result is inlined, so no calling convention matters.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

typedef float lanes __attribute__((ext_vector_type(WIDE)));
typedef int mask __attribute__((ext_vector_type(WIDE)));

// The first cache-line boundary; the scratch has room for sixteen more numbers.
INLINE lanes *aligned(void *scratch) { return (lanes *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63); }

INLINE lanes either(mask where, lanes yes, lanes no) {
  return (lanes)(((mask)yes & where) | ((mask)no & ~where));
}

// x P(x²) / Q(x²): Activation.swift has the coefficients and their source.
INLINE lanes hyperbolic_tangent(lanes x) {
  const lanes bound = 7.90531110763549805f;
  x = either(x > bound, bound, x);
  x = either(x < -bound, -bound, x);
  lanes s = x * x;
  lanes p = s * -2.76076847742355e-16f + 2.00018790482477e-13f;
  p = p * s + -8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  lanes q = s * 1.19825839466702e-06f + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
  return x * p / q;
}

INLINE void activate(int activation, long count, const lanes *a, lanes *y) {
  const lanes half = 0.5f;
  switch (activation) {
    case 0: for (long i = 0; i < count; i++) y[i] = hyperbolic_tangent(a[i]); break;
    case 1: for (long i = 0; i < count; i++) y[i] = half + half * hyperbolic_tangent(half * a[i]); break;
    default: for (long i = 0; i < count; i++) y[i] = either(a[i] <= 0.0f, (lanes)0.0f, a[i]); break;
  }
}

INLINE lanes slope(int activation, lanes y) {
  const lanes one = 1.0f;
  switch (activation) {
    case 0: return one - y * y;
    case 1: return y * (one - y);
    default: return either(y <= 0.0f, (lanes)0.0f, one);
  }
}
