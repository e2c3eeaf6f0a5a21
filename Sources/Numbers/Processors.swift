import Glibc

/// The processors that this process may use, which can be fewer than the machine has.
public enum Processors {
  /// The number of threads that keep them all busy, at least 1.
  ///
  /// Counts the processors the scheduler may choose from, and respects the CPU quota of the control groups the process
  /// is in, as containers and batch systems set it. A quota of one and a half processors gives 2.
  public static let usable = usable { readText($0) }

  /// - Parameter read: the text of a file; nil where there is no such file.
  package static func usable(_ read: (String) -> String?) -> Int {
    let scheduled = allowed(read("/proc/self/status")) ?? sysconf(Int32(_SC_NPROCESSORS_ONLN))
    let quota = quota(read).map { Int($0.rounded(.up)) } ?? scheduled
    return max(1, min(scheduled, quota))
  }

  /// The number of processors in the affinity mask of the process, from a line `Cpus_allowed_list:\t0-3,8`; nil where
  /// there is no such line.
  private static func allowed(_ status: String?) -> Int? {
    let name = "Cpus_allowed_list:"
    guard let line = status?.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
    let counts = line.dropFirst(name.count).split(separator: ",").map { range -> Int? in
      let ends = range.split(separator: "-").map { Int($0.filter { !$0.isWhitespace }) }
      guard let first = ends.first.flatMap(\.self), let last = ends.last.flatMap(\.self), first <= last else {
        return nil
      }
      return last - first + 1
    }
    return counts.isEmpty || counts.contains(nil) ? nil : counts.reduce(0) { $0 + ($1 ?? 0) }
  }

  /// The smallest quota of the control groups of the process and of the groups above them, in processors; nil where
  /// none is set.
  private static func quota(_ read: (String) -> String?) -> Double? {
    // A line is `0::/path` in version 2, and `4:cpu,cpuacct:/path` in version 1.
    let lines = (read("/proc/self/cgroup") ?? "").split(separator: "\n")
    let quotas = lines.flatMap { line -> [Double] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      if parts[1].isEmpty {
        return folders("/sys/fs/cgroup", parts[2]).compactMap { quota(cpuMax: read($0 + "/cpu.max")) }
      }
      guard parts[1].split(separator: ",").contains("cpu") else { return [] }
      return folders("/sys/fs/cgroup/\(parts[1])", parts[2]).compactMap {
        quota(microseconds: read($0 + "/cpu.cfs_quota_us"), period: read($0 + "/cpu.cfs_period_us"))
      }
    }
    return quotas.min()
  }

  /// `150000 100000` is one and a half processors, `max 100000` is no quota.
  private static func quota(cpuMax text: String?) -> Double? {
    let words = (text ?? "").split(whereSeparator: \.isWhitespace).map { String($0) }
    return words.count == 2 ? quota(microseconds: words[0], period: words[1]) : nil
  }

  /// In version 1, -1 is no quota.
  private static func quota(microseconds: String?, period: String?) -> Double? {
    func number(_ text: String?) -> Double? {
      text?.split(whereSeparator: \.isWhitespace).first.flatMap { Double($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
    guard let microseconds = number(microseconds), let period = number(period) else { return nil }
    return microseconds / period
  }

  /// A group's folder and those of the groups above it. In a container the group's own path may be one of the host's,
  /// and only the mount itself exists.
  private static func folders(_ mount: String, _ group: Substring) -> [String] {
    group.split(separator: "/").reduce(into: [mount]) { folders, name in
      folders.append(folders[folders.count - 1] + "/" + name)
    }
  }

  private static func readText(_ path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    return String(decoding: bytes.prefix(fread(&bytes, 1, bytes.count, file)), as: UTF8.self)
  }
}
