import Engram
import Glibc

/// The environment and the clock, which are read nowhere else.
struct Machine: Sendable {
  var environment: [String: String]
  /// Milliseconds since 1970-01-01T00:00:00Z.
  var now: Int64

  static var this: Machine {
    var environment: [String: String] = [:]
    var place = environ
    while let entry = place.pointee {
      let text = String(cString: entry)
      let name = text.prefix { $0 != "=" }
      if name.endIndex < text.endIndex { environment[String(name)] = String(text[name.endIndex...].dropFirst()) }
      place += 1
    }
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Machine(
      environment: environment, now: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// ENGRAM_OFFLINE is set to anything but 0.
  var isOffline: Bool { environment["ENGRAM_OFFLINE"].map { !$0.isEmpty && $0 != "0" } ?? false }

  /// Where programs are looked for; relative folders are left out, because they depend on the working directory.
  var programFolders: [String] {
    (environment["PATH"] ?? "").split(separator: ":").map { String($0) }.filter { $0.hasPrefix("/") }
  }

  /// The keys of servers, from the environment or the user's `secrets.json`.
  var secrets: SecretStore {
    SecretStore(environment: environment, file: settingsFolder.map { SecretFile(path: $0 + "/secrets.json") })
  }

  /// Where the user's settings are; nil if neither XDG_CONFIG_HOME nor HOME is an absolute path.
  var settingsFolder: String? {
    if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") { return base + "/engram" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.config/engram" }
    return nil
  }

  /// Sends requests to servers.
  ///
  /// - Parameter allowsPrivate: whether sources may send requests to this machine and its network.
  func transport(allowsPrivate: Bool, progress: (@Sendable (FetchProgress) -> Void)?) -> any Transport {
    var options = CurlTransport.Options()
    options.allowsPrivateAddresses = allowsPrivate
    options.certificateFile = environment["CURL_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
    options.userAgent = "engram/\(engramVersion)"
    let secrets = secrets
    return CurlTransport(
      options: options, secrets: { (name) throws(FetchError) in try secrets.value(of: name) }, progress: progress)
  }
}
