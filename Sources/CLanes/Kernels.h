// The kernels themselves, included once per instruction set by a file that defines KERNELS, the name of the table, and
// the sizes that Networks.h and Units.h ask for.

#include "Lanes.h"
#include "Cells.h"
#include "Networks.h"
#include "NetworkGradient.h"
#include "Units.h"
#include "UnitGradient.h"

enum { DOUBLES = WIDE / 2 };
typedef double doubles __attribute__((ext_vector_type(WIDE / 2)));
typedef doubles doubles_anywhere __attribute__((aligned(8)));
typedef lanes lanes_anywhere __attribute__((aligned(4)));

// How products enter sums. Where every product is exact, fused and unfused sums have the same bits.
typedef enum { ADD, SUBTRACT, ADD_EXACT } how;
#ifndef FUSED
#define FUSED(a, b, sum) ((sum) + (a) * (b))
#endif
#define NUMBER double
#define COUNT DOUBLES
#define VECTOR doubles
#define ANYWHERE doubles_anywhere
#define NAMED(name) name
#include "Moments.h"
#define NUMBER float
#define COUNT WIDE
#define VECTOR lanes
#define ANYWHERE lanes_anywhere
#define NAMED(name) single_##name
#include "Moments.h"
static void exact_moments(long n, const float *x, long p, const float *y, long q, float *sums) {
  single_all_moments(ADD_EXACT, n, x, p, y, q, q, false, sums);
}
#include "Factors.h"
#include "Fourier.h"

const lanes_kernels KERNELS = {
    forward, squared_error, gradient, unit_forward, unit_squared_error, unit_gradient, adam, moments, single_moments,
    exact_moments, upper_factor, solve, divide_rows, gaussian_kernel, cosines, add_rows, fourier_stage,
};
