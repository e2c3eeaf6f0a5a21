import CCurl
import Glibc
import Synchronization

/// Cancels a transfer from another thread.
final class TransferControl: Sendable {
  private struct State {
    var cancelled = false
    var waker: Waker?
  }
  /// The multi handle, which any thread may wake while it exists.
  private struct Waker: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer
  }
  private let state = Mutex(State())

  var isCancelled: Bool { state.withLock { $0.cancelled } }

  /// Ends the transfer at once, or before it begins.
  func cancel() {
    state.withLock { state in
      state.cancelled = true
      if let waker = state.waker { curl_multi_wakeup(waker.handle) }
    }
  }

  /// Sets the handle to wake. Call `detach` before the handle is freed.
  func attach(_ handle: UnsafeMutableRawPointer) {
    let waker = Waker(handle: handle)
    state.withLock { $0.waker = waker }
  }

  func detach() { state.withLock { $0.waker = nil } }
}

/// Calls `body` with SIGPIPE blocked on this thread. Writing to a closed connection raises it, and libcurl must not handle
/// signals in a program with threads.
func withoutBrokenPipeSignal<Result>(_ body: () -> Result) -> Result {
  var (pipe, before) = (sigset_t(), sigset_t())
  sigemptyset(&pipe)
  sigaddset(&pipe, SIGPIPE)
  pthread_sigmask(SIG_BLOCK, &pipe, &before)
  defer {
    if sigismember(&before, SIGPIPE) == 0 {
      // Consume signals that arrived meanwhile.
      var now = timespec()
      while sigtimedwait(&pipe, nil, &now) >= 0 {}
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
  return body()
}
