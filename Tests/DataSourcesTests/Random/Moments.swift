import Numbers

// The moments that the theory of the processes speaks of.

func mean(_ x: [Double]) -> Double { Moments.mean(x) }

func variance(_ x: [Double]) -> Double { Moments.variance(x) }

/// 0 for a constant.
func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let found = Moments.correlation(x, y)
  return found.isFinite ? found : 0
}

func autocorrelation(_ x: [Double], _ lag: Int) -> Double {
  correlation(Array(x.dropFirst(lag)), Array(x.dropLast(lag)))
}

func share(_ x: [Double], where condition: (Double) -> Bool) -> Double {
  Double(x.filter(condition).count) / Double(x.count)
}
