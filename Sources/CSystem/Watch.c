#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The watcher is a fork of a process with several threads. It may call only what is safe in a signal handler: no malloc, no
// opendir, no stdio.

enum { CONTROL = 3, REPORT, OUT, ERR, LOCK, FIRST_FREE };

struct entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

static void pause_ms(long ms) {
  struct timespec time = {0, ms * 1000000};
  nanosleep(&time, NULL);
}

/// Calls `visit` with every name in a folder.
static void each_name(int folder, void (*visit)(int folder, const char *name, int depth), int depth) {
  _Alignas(struct entry) char buffer[4096];
  for (;;) {
    long count = syscall(SYS_getdents64, folder, buffer, sizeof buffer);
    if (count <= 0) return;
    for (long place = 0; place < count;) {
      struct entry *entry = (struct entry *)(buffer + place);
      place += entry->length;
      if (strcmp(entry->name, ".") != 0 && strcmp(entry->name, "..") != 0) visit(folder, entry->name, depth);
    }
  }
}

// MARK: - The temporary folder

static void empty(int folder, int depth);

static void remove_name(int folder, const char *name, int depth) {
  if (unlinkat(folder, name, 0) == 0) return;
  int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (inner < 0) {
    // A folder that the program has locked, for itself and so for us.
    fchmodat(folder, name, 0700, AT_SYMLINK_NOFOLLOW);
    inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner < 0) return;
  }
  fchmod(inner, 0700);
  if (engram_is_mount_point(inner) != 1) empty(inner, depth + 1);
  close(inner);
  unlinkat(folder, name, AT_REMOVEDIR);
}

/// Removes all that is in a folder, following no link. Reading goes on from where it was, so it begins anew until nothing
/// more goes.
static void empty(int folder, int depth) {
  if (depth > 200) return;
  each_name(folder, remove_name, depth);
  lseek(folder, 0, SEEK_SET);
  each_name(folder, remove_name, depth);
}

// MARK: - Processes

/// Kills a process if the watcher is its parent. /proc/PID/stat is "PID (NAME) STATE PARENT …"; a name may have brackets.
static void kill_if_own(int proc, const char *name, int depth) {
  (void)depth;
  pid_t process = 0;
  for (const char *digit = name; *digit; digit++) {
    if (*digit < '0' || *digit > '9') return;
    process = process * 10 + (*digit - '0');
  }
  char path[32], text[512];
  size_t length = strlen(name);
  if (length + 6 > sizeof path) return;
  memcpy(path, name, length);
  memcpy(path + length, "/stat", 6);
  int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return;
  text[count] = 0;
  const char *rest = strrchr(text, ')');
  if (!rest || strlen(rest) < 5) return;
  pid_t parent = 0;
  for (rest += 4; *rest >= '0' && *rest <= '9'; rest++) parent = parent * 10 + (*rest - '0');
  if (parent == getpid()) kill(process, SIGKILL);
}

/// Kills all that descends from the program. The watcher adopts whatever loses its parent, so that nothing escapes by
/// beginning a session of its own. Ends after a few seconds if a process cannot be killed.
static void kill_all(void) {
  for (int round = 0; round < 2000; round++) {
    int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (proc >= 0) {
      each_name(proc, kill_if_own, 0);
      close(proc);
    }
    pid_t ended;
    while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (ended < 0 && errno == ECHILD) return;
    pause_ms(2);
  }
}

static void default_signals(void) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/// Becomes the program; on failure writes errno to `failure`.
static void become(
  const char *program, char *const arguments[], char *const environment[], const char *folder, pid_t watcher, int failure) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != watcher) _exit(127);
  default_signals();
  if (dup2(OUT, 1) == 1 && dup2(ERR, 2) == 2 && chdir(folder) == 0) {
    syscall(SYS_close_range, 3, failure - 1, 0);
    syscall(SYS_close_range, failure + 1, ~0U, 0);
    // A program that was just written is busy while a child that another thread starts still has the file open.
    for (int round = 0; round < 50; round++) {
      execve(program, arguments, environment);
      if (errno != ETXTBSY) break;
      pause_ms(2);
    }
  }
  int reason = errno;
  (void)!write(failure, &reason, sizeof reason);
  _exit(127);
}

/// Waits for the end of the program, or of the process that asked for it.
static int follow(pid_t program) {
  int handle = (int)syscall(SYS_pidfd_open, program, 0);
  struct pollfd waits[] = {{.fd = CONTROL, .events = POLLIN}, {.fd = handle, .events = POLLIN}};
  for (;;) {
    siginfo_t info = {0};
    if (waitid(P_PID, program, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == program) return 1;
    waits[0].revents = 0;
    int count = poll(waits, handle >= 0 ? 2 : 1, handle >= 0 ? -1 : 10);
    if (count > 0 && waits[0].revents) return 0;
  }
}

static void watch(
  const char *program, char *const arguments[], char *const environment[], const char *folder) {
  engram_ending ending = {.failure = 0, .status = 0};
  int failure[2];
  pid_t watcher = getpid(), child = -1;
  if (pipe2(failure, O_CLOEXEC) == 0) child = fork();
  if (child == 0) become(program, arguments, environment, folder, watcher, failure[1]);
  if (child < 0) {
    ending.failure = errno;
  } else {
    close(failure[1]);
    close(OUT);
    close(ERR);
    if (read(failure[0], &ending.failure, sizeof ending.failure) != sizeof ending.failure) ending.failure = 0;
    close(failure[0]);
    int has_ended = follow(child);
    // Before the program is waited for, so that the number of its group cannot belong to another.
    kill(-child, SIGKILL);
    if (has_ended) waitpid(child, &ending.status, 0);
    kill_all();
  }
  empty(LOCK, 0);
  rmdir(folder);
  (void)!write(REPORT, &ending, sizeof ending);
  _exit(0);
}

int engram_watch(
  engram_watched *watched, const char *program, char *const arguments[], char *const environment[], const char *folder,
  int lock, int out, int err) {
  int control[2], report[2];
  if (pipe2(control, O_CLOEXEC) != 0) return errno;
  if (pipe2(report, O_CLOEXEC) != 0) {
    int reason = errno;
    close(control[0]);
    close(control[1]);
    return reason;
  }
  // No handler of this process may run in the watcher.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t watcher = fork();
  if (watcher == 0) {
    default_signals();
    // Only the end of the other process ends the watcher, and SIGKILL.
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    int ignored[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE};
    for (unsigned k = 0; k < sizeof ignored / sizeof *ignored; k++) sigaction(ignored[k], &ignore, NULL);
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    // First out of the way, since the numbers may overlap.
    int kept[] = {control[0], report[1], out, err, lock};
    for (int k = 0; k < 5; k++) kept[k] = fcntl(kept[k], F_DUPFD_CLOEXEC, 64);
    for (int k = 0; k < 5; k++) dup2(kept[k], CONTROL + k);
    syscall(SYS_close_range, FIRST_FREE, ~0U, 0);
    int nowhere = open("/dev/null", O_RDWR);
    for (int k = 0; k < 3; k++) dup2(nowhere, k);
    if (nowhere >= FIRST_FREE) close(nowhere);
    watch(program, arguments, environment, folder);
  }
  int reason = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(control[0]);
  close(report[1]);
  if (watcher < 0) {
    close(control[1]);
    close(report[0]);
    return reason;
  }
  fcntl(report[0], F_SETFL, O_NONBLOCK);
  *watched = (engram_watched){.watcher = watcher, .control = control[1], .report = report[0]};
  return 0;
}
