import Glibc

/// Calls `body` with the signal held back that this thread would get for writing to a connection which the other side
/// has closed. libcurl is told to leave signals alone, as it must be among threads, and by itself the signal kills.
func withoutBrokenPipeSignal<Result>(_ body: () -> Result) -> Result {
  var (pipe, before) = (sigset_t(), sigset_t())
  sigemptyset(&pipe)
  sigaddset(&pipe, SIGPIPE)
  pthread_sigmask(SIG_BLOCK, &pipe, &before)
  defer {
    #if !canImport(Darwin)
      if sigismember(&before, SIGPIPE) == 0 {
        // What came meanwhile is taken, and not delivered late.
        var now = timespec()
        while sigtimedwait(&pipe, nil, &now) >= 0 {}
      }
    #endif
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
  return body()
}
