// The hot loops of training in Float32: on sixteen networks at a time, one network per lane, and on one network at a
// time, one hidden unit per lane. And that of least squares, in Float64.
//
// Each loop does exactly what the generic Swift engine (Sources/Recurrence) does, in the same order and
// unfused, so it gives the same bits; a test holds the two against each other. One source, compiled once
// for each level of the x86-64 instruction set (elsewhere once), chosen when the program runs.
#ifndef CLANES_H
#define CLANES_H

#include <stdbool.h>

// Every `void *` is a run of lanes: sixteen floats, one of each network, 16-byte aligned; SIMD16<Float> in
// Swift, which does not import C's vector types. For a network by itself it is a run of floats.

/// The shape of a network: D inputs, H hidden units; kind 0 twin, 1 memory, 2 placebo; activation 0 tanh, 1 sigmoid,
/// 2 relu; anchored: the prediction is x_t and the readout.
typedef struct {
  int inputs;
  int hidden;
  int kind;
  bool bias;
  int activation;
  bool anchored;
} lanes_shape;

/// Adam's constants for one step: w -= pace * m / (sqrt(v) * spread + epsilon).
typedef struct {
  float fresh_m, fresh_v, keep_v, pace, spread, epsilon;
} lanes_adam;

/// Rows that follow each other, and what a network made of them.
typedef struct {
  long rows;
  /// rows × D; a gradient's last row has its target in one row more.
  const void *x;
  /// The state before the first row, H. Null is zero, and then the first row adds nothing to the gradient of W_h.
  const void *before;
  /// y, rows × H.
  void *states;
  /// x̂, rows × D.
  void *predictions;
} lanes_segment;

/// What the gradient of a segment has to know of the others.
typedef struct {
  /// 2 / (rows of the whole loss × D).
  float scale;
  /// da of the row after the last, H; null where no later row heard of this one.
  const void *later;
  /// Becomes da of the first row, H.
  void *first;
} lanes_errors;

/// The kernels for one instruction set. Weights are laid out as in Weights.swift. A gradient is added to what is there,
/// backwards in time, so that segments from the last to the first add up to the same bits as all rows at once.
typedef struct {
  /// Sixteen networks: writes states and predictions of a segment. `scratch` holds lanes_scratch(shape) lanes.
  void (*forward)(const lanes_shape *shape, const void *weights, void *scratch, const lanes_segment *segment);
  /// Adds Σ (x̂_{t+1} - x_{t+1})² over `rows` rows of a segment from `first` on and all columns, in their order.
  void (*squared_error)(const lanes_segment *segment, int inputs, long first, long rows, void *sum);
  /// Back-propagation through a segment. `scratch` holds lanes_scratch(shape) lanes.
  void (*gradient)(const lanes_shape *shape, const void *weights, void *scratch, const lanes_segment *segment,
                   const lanes_errors *errors, void *gradient);
  /// The same of one network by itself, in floats; `scratch` holds unit_scratch(shape) floats.
  void (*unit_forward)(const lanes_shape *shape, const float *weights, float *scratch, const lanes_segment *segment);
  void (*unit_squared_error)(const lanes_segment *segment, int inputs, long first, long rows, float *sum);
  void (*unit_gradient)(const lanes_shape *shape, const float *weights, float *scratch, const lanes_segment *segment,
                        const lanes_errors *errors, float *gradient);
  /// One step of Adam on `count` floats.
  void (*adam)(const lanes_adam *constants, long count, float *weights, float *m, float *v, const float *gradient);
  /// sums (p × q) += Σ_t x_t y_tᵀ over n rows of p and of q numbers, each sum in the order of t. A row of y begins `next`
  /// numbers after the one before. Of `lower` only what is on the diagonal and below counts; some above it is added to
  /// as well.
  void (*moments)(long n, const double *x, long p, const double *y, long next, long q, bool lower, double *sums);
} lanes_kernels;

/// How many lanes `forward` and `gradient` need to work in.
long lanes_scratch(const lanes_shape *shape);

/// How many floats `unit_forward` and `unit_gradient` need to work in.
long unit_scratch(const lanes_shape *shape);

/// The kernels for an x86-64 level (1 is the baseline, which every machine has; 3 has AVX2, 4 AVX-512),
/// or null when this processor does not have it.
const lanes_kernels *lanes_kernels_for(int level);

#endif
