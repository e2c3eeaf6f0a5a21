import Numbers

/// Series like a panel whose next row depends on the present one alone.
///
/// A local bootstrap keeps the law of the next row given the present one, whatever it is. Near a unit root it would repeat
/// stretches of the levels, and with them the memory that the series must not have; there a VAR(1) makes them.
struct OrderOneSurrogates: Sendable {
  private enum Maker: Sendable {
    case bootstrap(LocalBootstrap)
    case vector(OrderOneSeries)
  }
  private let maker: Maker

  /// - Parameters:
  ///   - x: n × D row-major.
  ///   - vector: of the same panel.
  ///   - stream: of ties among neighbours.
  init(_ x: [Double], columns D: Int, vector: OrderOneSeries, stream: RandomStream) {
    maker =
      vector.isNearUnitRoot ? .vector(vector) : .bootstrap(LocalBootstrap(x, columns: D, stream: stream))
  }

  /// n × D row-major.
  func series(_ stream: RandomStream) -> [Double] {
    switch maker {
    case .bootstrap(let bootstrap): bootstrap.series(stream)
    case .vector(let series): series.values(stream)
    }
  }

  /// As reports name it.
  var model: String {
    switch maker {
    case .bootstrap: "local bootstrap"
    case .vector: "VAR(1)"
    }
  }
}
