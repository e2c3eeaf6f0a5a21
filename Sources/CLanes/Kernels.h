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

#include "Moments.h"
#include "Factors.h"
#include "Fourier.h"
#include "Draws.h"
#include "Leaves.h"

const lanes_kernels KERNELS = {
    forward, squared_error, gradient, unit_forward, unit_squared_error, unit_gradient, adam, moments, upper_factor,
    solve, divide_rows, gaussian_kernel, cosines, fourier_stage, drawn_sums, leaf_means,
    subtract_leaves,
};
