// The kernels themselves, included once per instruction set by a file that defines KERNELS, the name of the table, and
// the sizes that Networks.h and Units.h ask for.

#include "Lanes.h"
#include "Networks.h"
#include "Units.h"
#include "Moments.h"

const lanes_kernels KERNELS = {
    forward, squared_error, gradient, unit_forward, unit_squared_error, unit_gradient, adam, moments,
};
