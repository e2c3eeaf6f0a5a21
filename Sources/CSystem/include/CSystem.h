#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <sys/types.h>

// What Swift's Glibc does not show: extensions that need _GNU_SOURCE.

/// Two paths change places in one step (renameat2 with RENAME_EXCHANGE). 0, or -1 with errno.
int engram_exchange_paths(const char *one, const char *other);

/// Whether something is mounted at an open folder: 1, 0, or -1 if the system does not say.
int engram_is_mount_point(int folder);

/// Two ends of a pipe that no other program inherits; reading from the first never waits. 0, or -1 with errno.
int engram_pipe(int ends[2]);

/// The first of each of these signals writes a byte into a pipe and gets its default action back.
///
/// @return the end to read from, always the same; or -1 with errno.
int engram_tell_signals(const int *numbers, int count);

/// Keeps up to 256 MB of freed memory from the system, for work that takes and frees the same arrays again and again.
void engram_keep_freed_memory(void);

/// Starts a program in a folder and a process group of its own, with standard input empty, standard output and error
/// going to the given descriptors, no other descriptor open, and every signal as a new program expects it.
///
/// Swift does not see the calls for the folder and the descriptors: they are extensions of the C library.
///
/// @return 0, or the number of the error, also of one that arises where the program should begin.
int engram_spawn(
  pid_t *child, const char *program, char *const arguments[], char *const environment[], const char *folder, int out,
  int err);

/// A program that another process watches.
typedef struct {
  pid_t watcher;
  /// Closing it stops the program.
  int control;
  /// Gives an `engram_ending` when everything has ended; reading never waits.
  int report;
} engram_watched;

/// How a program ended.
typedef struct {
  /// Why it did not start, as errno; else 0.
  int failure;
  /// As of wait(2); 0 if it was stopped.
  int status;
} engram_ending;

/// Starts a program as `engram_spawn` does, in a session of its own, under a process that watches it. When the program
/// ends, when `control` is closed, or when this process ends in whatever way, the watcher kills all that descends from the
/// program, removes the folder with all that is in it, reports and ends.
///
/// @param lock the open folder, which stays locked as long as the watcher lives.
/// @return 0, or errno.
int engram_watch(
  engram_watched *watched, const char *program, char *const arguments[], char *const environment[], const char *folder,
  int lock, int out, int err);

#endif
