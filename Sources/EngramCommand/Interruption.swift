import Dispatch
import Glibc

/// Calls back at Ctrl-C or a polite kill, instead of dying on the spot, for as long as it lives. Only the first time: the
/// analysis of a long panel takes minutes between two places where it can stop, and who asks twice wants out.
struct Interruption {
  private static let signals = [SIGINT, SIGTERM]
  private let sources: [any DispatchSourceSignal]

  init(_ handler: @escaping @Sendable () -> Void) {
    // A queue of its own has a thread of its own: the global ones share theirs with the work that is to be interrupted, and
    // wait for it where every core is busy.
    let queue = DispatchQueue(label: "interruption")
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        for number in Self.signals { signal(number, SIG_DFL) }
        handler()
      }
      source.resume()
      return source
    }
  }
}
