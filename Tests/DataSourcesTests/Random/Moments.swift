// The moments that the tests of random processes look at, in their plainest form.

func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

func variance(_ x: [Double]) -> Double {
  let centre = mean(x)
  return x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(x.count)
}

func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let (a, b) = (mean(x), mean(y))
  let product = zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) } / Double(x.count)
  let scale = (variance(x) * variance(y)).squareRoot()
  return scale > 0 ? product / scale : 0
}

func autocorrelation(_ x: [Double], _ lag: Int) -> Double {
  correlation(Array(x.dropFirst(lag)), Array(x.dropLast(lag)))
}

func share(_ x: [Double], where condition: (Double) -> Bool) -> Double {
  Double(x.filter(condition).count) / Double(x.count)
}
