import CCurl
import Synchronization

/// The only part of a transfer that another thread may touch: the wish that it end.
final class TransferControl: Sendable {
  private struct State {
    var cancelled = false
    var waker: Waker?
  }
  /// A handle of libcurl's that waits. Waking it is what libcurl lets any thread do, as long as the handle lives.
  private struct Waker: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer
  }
  private let state = Mutex(State())

  var isCancelled: Bool { state.withLock { $0.cancelled } }

  /// Ends the transfer at once, if it runs, and before it has begun otherwise.
  func cancel() {
    state.withLock { state in
      state.cancelled = true
      if let waker = state.waker { curl_multi_wakeup(waker.handle) }
    }
  }

  /// Says whom to wake. To be taken back before the handle goes.
  func attach(_ handle: UnsafeMutableRawPointer) {
    let waker = Waker(handle: handle)
    state.withLock { $0.waker = waker }
  }

  func detach() { state.withLock { $0.waker = nil } }
}
