// The kernels themselves, included once per instruction set by a file that defines KERNELS, the name of the table, and
// the sizes that Networks.h and Units.h ask for.

#include "Lanes.h"
#include "Networks.h"
#include "Units.h"

// ---- the table -------------------------------------------------------------------------------------------

static void any_forward(const lanes_shape *shape, const void *weights, void *scratch, const lanes_stretch *stretch) {
  forward(shape, weights, scratch, stretch);
}

static void any_squared_error(const lanes_stretch *stretch, int inputs, long first, long rows, void *sum) {
  squared_error(stretch, inputs, first, rows, sum);
}

static void any_gradient(const lanes_shape *shape, const void *weights, void *scratch, const lanes_stretch *stretch,
                         const lanes_errors *errors, void *result) {
  gradient(shape, weights, scratch, stretch, errors, result);
}

const lanes_kernels KERNELS = {any_forward,        any_squared_error, any_gradient, unit_forward,
                               unit_squared_error, unit_gradient,     adam};
