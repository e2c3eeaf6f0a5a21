// The hot loops of training in Float32, for sixteen networks (one per lane) and for one network (one hidden unit per lane),
// and that of least squares in Float64.
//
// Each loop computes what the generic Swift code in Sources/Recurrence computes, in the same order and unfused, so it gives
// the same bits; a test compares the two. The source is compiled once per x86-64 level (once on other processors), and the
// level is chosen at run time.
#ifndef CLANES_H
#define CLANES_H

#include <stdbool.h>

// Every `void *` points to lanes of sixteen floats, one of each network, 16-byte aligned: SIMD16<Float> in Swift, which does
// not import C's vector types. For a single network it points to floats.

/// The shape of a network: D inputs, H hidden units; kind 0 twin, 1 memory, 2 placebo; cell 0 Elman, 1 GRU, 2 LSTM;
/// activation (of Elman's) 0 tanh, 1 sigmoid, 2 relu; anchored: the prediction is x_t and the readout.
typedef struct {
  int inputs;
  int hidden;
  int kind;
  int cell;
  bool bias;
  int activation;
  bool anchored;
} lanes_shape;

/// Adam's constants for one step: w -= pace * m / (sqrt(v) * spread + epsilon).
typedef struct {
  float fresh_m, fresh_v, keep_v, pace, spread, epsilon;
} lanes_adam;

/// Consecutive rows, with the states and predictions of a network.
typedef struct {
  long rows;
  /// rows × D; for a gradient one row more, the target of the last.
  const void *x;
  /// The state before the first row, N. Null is zero: the first row then adds nothing to the gradient of W_h.
  const void *before;
  /// s, rows × N.
  void *states;
  /// x̂, rows × D.
  void *predictions;
  /// What the backward pass needs of each row besides the states, lanes_saved(shape) lanes or unit_saved(shape) floats; null
  /// where no gradient follows.
  void *saved;
} lanes_segment;

/// What the gradient of a segment needs from the rest of the run.
typedef struct {
  /// 2 / (rows of the whole loss × D).
  float scale;
  /// The errors of the row after the last, P H + N: da, and what it carries back; null where there is none.
  const void *later;
  /// Becomes those of the first row. A cell that carries nothing leaves the last N unchanged.
  void *first;
} lanes_errors;

/// A group of 2^bits sign flips or exchanges of rows (RowGroup.swift): blocks of sizes[…] rows, powers of two up to LANES_DRAWS,
/// and for every row of them, in the order of `rows`, a code below 2^bits, which is LANES_DRAWS at most.
typedef struct {
  int bits;
  long blocks;
  const int *sizes, *rows, *codes;
} lanes_group;

enum { LANES_DRAWS = 512 };

/// The kernels for one instruction set. Weights have the order of `Weights` (Network.swift). A gradient is added backwards in
/// time to the given one, so that segments from the last to the first give the same bits as all rows at once.
typedef struct {
  /// Sixteen networks: writes states and predictions of a segment. `scratch` holds lanes_scratch(shape) lanes.
  void (*forward)(const lanes_shape *shape, const void *weights, void *scratch, const lanes_segment *segment);
  /// Adds Σ (x̂_{t+1} - x_{t+1})² over `rows` rows of a segment from `first` on and all columns, in their order.
  void (*squared_error)(const lanes_segment *segment, int inputs, long first, long rows, void *sum);
  /// Back-propagation through a segment. `scratch` holds lanes_scratch(shape) lanes.
  void (*gradient)(const lanes_shape *shape, const void *weights, void *scratch, const lanes_segment *segment,
                   const lanes_errors *errors, void *gradient);
  /// The same for one network, in floats; `scratch` holds unit_scratch(shape) floats.
  void (*unit_forward)(const lanes_shape *shape, const float *weights, float *scratch, const lanes_segment *segment);
  void (*unit_squared_error)(const lanes_segment *segment, int inputs, long first, long rows, float *sum);
  void (*unit_gradient)(const lanes_shape *shape, const float *weights, float *scratch, const lanes_segment *segment,
                        const lanes_errors *errors, float *gradient);
  /// One step of Adam on `count` floats.
  void (*adam)(const lanes_adam *constants, long count, float *weights, float *m, float *v, const float *gradient);
  /// sums (p × q) += Σ_t x_t y_tᵀ over n rows of p and of q numbers, each sum in the order of t. Rows of y are `next` numbers
  /// apart. With `lower` only the lower triangle is valid; parts above it change too.
  void (*moments)(long n, const double *x, long p, const double *y, long next, long q, bool lower, double *sums);
  /// U with U'U = A in place of A, m × m, of which the upper triangle is read. A row whose pivot is at most `tolerance` times
  /// its diagonal entry is zero. `divides` by the pivots or else multiplies by their inverses.
  void (*upper_factor)(bool divides, long m, double tolerance, double *u);
  /// x (m × q) becomes A⁻¹ x for A = L L', given L and its transpose by rows; zero where a pivot is 0. `divides` by the pivots or
  /// else multiplies by their inverses. `scratch` holds m × FACTOR_SIDES numbers.
  void (*solve)(bool divides, long m, const double *lower, const double *upper, long q, double *x, double *scratch);
  /// Each of n rows of x (n × m) times U⁻¹, given U' by rows; zero where a pivot is 0. `scratch` as for `solve`.
  void (*divide_rows)(long m, const double *lower, long n, double *x, double *scratch);
  /// kernel (n × m) = exp(-½ |u_t - v_k|²) for n rows u and m columns v of d numbers; rows of v are `width` numbers apart, m
  /// rounded up to a multiple of FACTOR_SIDES. 0 where the squared distance is 60 or more.
  void (*gaussian_kernel)(long n, long m, long d, const double *u, const double *v, long width, double *kernel);
  /// The cosine of each of n numbers in its place; NaN beyond 1.6e6.
  void (*cosines)(long n, double *x);
  /// One stage of Stockham's Fourier transform of n = p m stride numbers; cosines and sines of 2π k / n, the sines negative.
  void (*fourier_stage)(long p, long m, long stride, const double *cosines, const double *sines, const double *re,
                        const double *im, double *out_re, double *out_im);
  /// Sums (2^bits × q) of the rows of x, q numbers each, with every element of a group: of the rows of a block the transform of
  /// Walsh and Hadamard, times `weights`, is added to the sums of their codes; the transform of these are the sums.
  void (*drawn_sums)(const lanes_group *group, const double *weights, long q, const double *x, double *sums);
  /// means (leaves × q): `share` of the mean of the rows of x that are listed from starts[leaf] to starts[leaf + 1]; 0 of none.
  void (*leaf_means)(double share, long leaves, const int *starts, const int *rows, long q, const double *x, double *means);
  /// Each of `rows` rows of `left` -= the means of its leaves, one of every tree in order; rows of q numbers.
  void (*subtract_leaves)(long rows, long trees, const int *leaves, long q, const double *means, double *left);
} lanes_kernels;

/// Right-hand sides that `solve` takes together, at most.
enum { FACTOR_SIDES = 32 };

/// Scratch of `forward` and `gradient`, in lanes.
long lanes_scratch(const lanes_shape *shape);

/// Scratch of `unit_forward` and `unit_gradient`, in floats.
long unit_scratch(const lanes_shape *shape);

/// What each row saves for the backward pass, in lanes, and for one network in floats.
long lanes_saved(const lanes_shape *shape);
long unit_saved(const lanes_shape *shape);

/// The kernels for an x86-64 level (1: the baseline of every machine, 3: AVX2, 4: AVX-512); null where this processor
/// lacks it.
const lanes_kernels *lanes_kernels_for(int level);

#endif
