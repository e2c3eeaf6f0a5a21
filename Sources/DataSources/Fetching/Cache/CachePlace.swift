import Files

/// Where the cache is when nobody says so.
package enum CachePlace {
  /// `./cache`, where that is a cache of engram; else `$XDG_CACHE_HOME/engram`; else `~/.cache/engram`.
  ///
  /// A folder is a cache of engram if its CACHEDIR.TAG says so, as that of every cache does that engram made. Any other
  /// folder called `cache` is somebody else's and is left alone.
  ///
  /// - Parameters:
  ///   - tag: the content of `./cache/CACHEDIR.TAG`; nil where there is no such file.
  ///   - environment: `XDG_CACHE_HOME` and `HOME` count.
  /// - Returns: nil where the environment names no home either.
  package static func folder(tag: String?, environment: [String: String]) -> String? {
    if let tag, tag.hasPrefix("Signature: 8a477f597d28d172789f06886806bc55"), tag.contains("engram") { return "cache" }
    // A relative path there is to be ignored, says the XDG Base Directory Specification.
    if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/engram" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.cache/engram" }
    return nil
  }

  /// The content of a cache's tag, as `folder` takes it.
  package static func tag(of folder: String) -> String? {
    (try? Disk.read(folder + "/CACHEDIR.TAG", limit: 4096)).map { String(decoding: $0, as: UTF8.self) }
  }
}
