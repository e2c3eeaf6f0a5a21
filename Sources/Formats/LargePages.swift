#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif
#endif

extension Array {
  /// Reserves memory, and asks the system for it in large pages: a million values are then 4 pages to set up, not 2000,
  /// which otherwise takes as long as reading them. A hint: where there are no large pages nothing happens.
  mutating func reserveLargePages(_ capacity: Int) {
    reserveCapacity(capacity)
    #if os(Linux)
      let page = 1 << 21
      let length = self.capacity * MemoryLayout<Element>.stride
      withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        // Rounded outwards: the pages at both ends are shared with neighbours in memory, which are most often the other
        // columns. Advice changes no byte, and where nothing is mapped it is ignored.
        let before = Int(bitPattern: base) % page
        let whole = (before + length + page - 1) / page * page
        if length >= page { _ = madvise(base - before, whole, MADV_HUGEPAGE) }
      }
    #endif
  }
}
