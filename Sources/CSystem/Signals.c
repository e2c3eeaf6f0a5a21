#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

// A signal that arrives before anybody waits for it stays in the pipe. A signal source of libdispatch would lose it: the
// signal must be ignored before the source is ready, and it is ready some time later, on another thread.

static int ends[2] = {-1, -1};

static void tell(int number) {
  int before = errno;
  char byte = (char)number;
  if (write(ends[1], &byte, 1) < 0) {
    // A full pipe has told already.
  }
  errno = before;
}

int engram_tell_signals(const int *numbers, int count) {
  if (ends[0] < 0 && engram_pipe(ends) != 0) return -1;
  struct sigaction action = {.sa_handler = tell, .sa_flags = SA_RESTART | SA_RESETHAND};
  for (int k = 0; k < count; k++) {
    if (sigaction(numbers[k], &action, NULL) != 0) return -1;
  }
  return ends[0];
}
