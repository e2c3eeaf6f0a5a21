import Glibc
import TimeSeries

/// Collects rows and returns them as columns.
///
/// Rows first go to a small buffer of pending rows, so that the loop that reads them writes to memory of a fixed size.
struct SeriesBuilder {
  /// All rows of a wide table, or the rows of one key of a long table.
  struct Group {
    var key: String
    var times: [Timestamp] = []
    /// One for each slot.
    var columns: [[Double]]
    /// The number of rows, also without times.
    var count = 0
  }

  let slots: Int
  let hasTimes: Bool
  /// The most pending rows.
  let capacity: Int
  /// The value in `slot` of pending row `row` is at `slot * capacity + row`.
  var waitingValues: [Double]
  var waitingTimes: [Timestamp]
  /// The number of pending rows; all belong to the group `current`.
  var waiting = 0
  private(set) var current = 0
  private(set) var groups: [Group] = []
  private var indices: [String: Int] = [:]

  /// - Parameter isLong: rows have keys, and there is no group before the first key.
  init(slots: Int, hasTimes: Bool, isLong: Bool) {
    (self.slots, self.hasTimes) = (slots, hasTimes)
    capacity = max(1, min(2048, (1 << 16) / max(1, slots)))
    waitingValues = [Double](repeating: 0, count: capacity * slots)
    waitingTimes = [Timestamp](repeating: Timestamp(ticks: 0), count: capacity)
    if !isLong { select("") }
  }

  var isFull: Bool { waiting == capacity }

  /// Reserves memory for about as many rows.
  mutating func reserve(_ rows: Int) {
    guard groups.count == 1 else { return }
    if hasTimes { groups[0].times.reserveLargePages(rows) }
    for slot in 0..<slots { groups[0].columns[slot].reserveLargePages(rows) }
  }

  /// Selects the key of the rows that follow.
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

  /// Moves the pending rows to their group.
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

  /// Of the row that is being read, in the group `current`.
  var row: Int { (groups.indices.contains(current) ? groups[current].count : 0) + waiting }

  /// Changes a value that was read before; nothing is pending.
  mutating func set(_ value: Double, slot: Int, group: Int, row: Int) { groups[group].columns[slot][row] = value }

  /// Nothing is pending; as many times as before.
  mutating func replaceTimes(_ times: [[Timestamp]]) {
    for group in groups.indices { groups[group].times = times[group] }
  }

  /// Whether a value of the slot so far is not a whole number.
  func hasFraction(_ slot: Int) -> Bool {
    let start = slot * capacity
    return waitingValues[start..<start + waiting].contains { $0 != $0.rounded() && !$0.isNaN }
      || groups.contains { $0.columns[slot].contains { $0 != $0.rounded() && !$0.isNaN } }
  }

  /// Swaps month and day in all times so far.
  mutating func turnDatesRound() {
    flush()
    for group in groups.indices {
      for row in groups[group].times.indices {
        groups[group].times[row] = groups[group].times[row].dayAndMonthSwapped
      }
    }
  }

  var isEmpty: Bool { waiting == 0 && groups.allSatisfy { $0.count == 0 } }

  /// Returns what was collected, and is empty again.
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

extension Array {
  /// Reserves memory in large pages, if the system has any: setting up 2,000 small pages for a million values takes as
  /// long as reading them; 4 large ones take no time.
  mutating func reserveLargePages(_ capacity: Int) {
    reserveCapacity(capacity)
    let page = 1 << 21
    let length = self.capacity * MemoryLayout<Element>.stride
    withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      // Rounded outwards: neighbours in memory are most often other columns. The advice changes no byte.
      let before = Int(bitPattern: base) % page
      let whole = (before + length + page - 1) / page * page
      if length >= page { _ = madvise(base - before, whole, MADV_HUGEPAGE) }
    }
  }
}
