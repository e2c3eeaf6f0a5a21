// The hot loops of training, on sixteen Float32 networks at a time: one network per lane.
//
// Each loop does exactly what the generic Swift engine (Sources/Recurrence) does, in the same order and
// unfused, so it gives the same bits; a test holds the two against each other. One source, compiled once
// for each level of the x86-64 instruction set (elsewhere once), chosen when the program runs.
#ifndef CLANES_H
#define CLANES_H

#include <stdbool.h>

// Every `void *` is a run of lanes: sixteen floats, one of each network, 16-byte aligned; SIMD16<Float> in
// Swift, which does not import C's vector types.

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

/// The kernels for one instruction set. Weights are laid out as in Weights.swift.
typedef struct {
  /// Reads `rows` rows of x (rows × D) from the state `start` (H); writes states (rows × H) and
  /// predictions (rows × D). `scratch` holds lanes_scratch(shape) lanes.
  void (*forward)(const lanes_shape *shape, const void *weights, void *scratch, const void *x,
                  long rows, const void *start, void *states, void *predictions);
  /// Σ (x̂_{t+1} - x_{t+1})² over `steps` rows from `first` on and all columns, in their order.
  void (*squared_error)(const void *predictions, const void *x, int inputs, long first, long steps, void *sum);
  /// Back-propagation through `steps` rows whose targets are x one row on. Overwrites `gradient`;
  /// `scratch` holds lanes_scratch(shape) lanes.
  void (*gradient)(const lanes_shape *shape, const void *weights, void *scratch, const void *x,
                   long steps, const void *states, const void *predictions, void *gradient);
  /// One step of Adam on `count` weights.
  void (*adam)(const lanes_adam *constants, long count, void *weights, void *m, void *v,
               const void *gradient);
} lanes_kernels;

/// How many lanes `forward` and `gradient` need to work in.
long lanes_scratch(const lanes_shape *shape);

/// The kernels for an x86-64 level (1 is the baseline, which every machine has; 3 has AVX2, 4 AVX-512),
/// or null when this processor does not have it.
const lanes_kernels *lanes_kernels_for(int level);

#endif
