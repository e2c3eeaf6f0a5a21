#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <sys/types.h>

// What Swift's Glibc does not show: extensions that need _GNU_SOURCE.

/// Two paths change places in one step (renameat2 with RENAME_EXCHANGE). 0, or -1 with errno.
int engram_exchange_paths(const char *one, const char *other);

/// Two ends of a pipe that no other program inherits; reading from the first never waits. 0, or -1 with errno.
int engram_pipe(int ends[2]);

/// Starts a program in a folder and a process group of its own, with standard input empty, standard output and error
/// going to the given descriptors, no other descriptor open, and every signal as a new program expects it.
///
/// Swift does not see the calls for the folder and the descriptors: they are extensions of the C library.
///
/// @return 0, or the number of the error, also of one that arises where the program should begin.
int engram_spawn(
  pid_t *child, const char *program, char *const arguments[], char *const environment[], const char *folder, int out,
  int err);

#endif
