import SeriesMemory

/// score-test.npy: what the two memory-less regressions of rung 0 left, float32, rows × columns of the panel × 3.
///
/// The three numbers are the target (a value standardised over the rows that were read, less the value before it near a
/// unit root), and what the smooth regression and the forest leave of it. The last row is the panel's last; the first that
/// were read serve as the past of the others.
struct ScoreTestArray {
  let test: MemoryTest

  var file: NumPyFile {
    let rows = test.residuals.map(\.target.count).min() ?? 0
    let values = (0..<rows).flatMap { t in
      test.residuals.flatMap { [Float($0.target[t]), Float($0.smooth[t]), Float($0.forest[t])] }
    }
    return NumPyFile(shape: [rows, test.residuals.count, 3], values: values)
  }
}
