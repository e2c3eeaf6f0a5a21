import TimeSeries

/// Collects rows and hands them out as series: the values of every column one after the other, and nothing else.
///
/// Rows come in through a small waiting room, one stretch per column, so that the loop that reads them writes to one
/// piece of memory of fixed size.
struct SeriesBuilder {
  /// One run of rows: the whole of a wide table, or the rows of one key of a long one.
  struct Group {
    var key: String
    var times: [Timestamp] = []
    /// One for each column of values.
    var columns: [[Double]]
    /// Rows, where there are no times to count.
    var count = 0
  }

  let slots: Int
  let hasTimes: Bool
  /// Rows in the waiting room at most.
  let capacity: Int
  /// The value in `slot` of waiting row `row` is at `slot * capacity + row`.
  var waitingValues: [Double]
  var waitingTimes: [Timestamp]
  /// How many rows wait; all of them belong to the group `current`.
  var waiting = 0
  private(set) var current = 0
  private(set) var groups: [Group] = []
  private var indices: [String: Int] = [:]

  /// - Parameter isLong: rows have keys: there is no group before the first of them.
  init(slots: Int, hasTimes: Bool, isLong: Bool) {
    (self.slots, self.hasTimes) = (slots, hasTimes)
    capacity = max(1, min(2048, (1 << 16) / max(1, slots)))
    waitingValues = [Double](repeating: 0, count: capacity * slots)
    waitingTimes = [Timestamp](repeating: Timestamp(ticks: 0), count: capacity)
    if !isLong { select("") }
  }

  var isFull: Bool { waiting == capacity }

  /// Memory for as many rows as there will be, more or less.
  mutating func reserve(_ rows: Int) {
    guard groups.count == 1 else { return }
    if hasTimes { groups[0].times.reserveLargePages(rows) }
    for slot in 0..<slots { groups[0].columns[slot].reserveLargePages(rows) }
  }

  /// The rows that follow belong to this key.
  mutating func select(_ key: String) {
    flush()
    if let index = indices[key] {
      current = index
    } else {
      current = groups.count
      indices[key] = current
      groups.append(Group(key: key, columns: [[Double]](repeating: [], count: slots)))
    }
  }

  /// Empties the waiting room.
  mutating func flush() {
    guard waiting > 0 else { return }
    for slot in 0..<slots {
      let start = slot * capacity
      groups[current].columns[slot].append(contentsOf: waitingValues[start..<start + waiting])
    }
    if hasTimes { groups[current].times.append(contentsOf: waitingTimes[..<waiting]) }
    groups[current].count += waiting
    waiting = 0
  }

  /// What was read as month/day was day/month.
  mutating func turnDatesRound() {
    flush()
    for group in groups.indices {
      for row in groups[group].times.indices {
        groups[group].times[row] = groups[group].times[row].dayAndMonthSwapped
      }
    }
  }

  var isEmpty: Bool { waiting == 0 && groups.allSatisfy { $0.count == 0 } }

  /// Hands over what was collected, and is empty again.
  mutating func finish() -> [Group] {
    flush()
    if !hasTimes {
      for group in groups.indices {
        groups[group].times = (0..<groups[group].count).map { Timestamp(ticks: Int64($0)) }
      }
    }
    defer { groups = [] }
    return groups
  }
}
