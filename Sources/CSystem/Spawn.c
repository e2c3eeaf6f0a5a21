#define _GNU_SOURCE
#include "CSystem.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

int engram_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

/// What happens between the fork and the new program, in this order.
static int prepare(posix_spawn_file_actions_t *actions, const char *folder, int out, int err) {
  int failure = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
  if (!failure) failure = posix_spawn_file_actions_adddup2(actions, out, 1);
  if (!failure) failure = posix_spawn_file_actions_adddup2(actions, err, 2);
  if (!failure) failure = posix_spawn_file_actions_addchdir_np(actions, folder);
  if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(actions, 3);
  return failure;
}

/// A new group, no signal blocked, none ignored.
static int set(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int failure = posix_spawnattr_setpgroup(attributes, 0);
  if (!failure) failure = posix_spawnattr_setsigmask(attributes, &none);
  if (!failure) failure = posix_spawnattr_setsigdefault(attributes, &all);
  if (!failure)
    failure = posix_spawnattr_setflags(
      attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  return failure;
}

int engram_spawn(
  pid_t *child, const char *program, char *const arguments[], char *const environment[], const char *folder, int out,
  int err) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int failure = posix_spawn_file_actions_init(&actions);
  if (failure) return failure;
  failure = posix_spawnattr_init(&attributes);
  if (!failure) {
    failure = prepare(&actions, folder, out, err);
    if (!failure) failure = set(&attributes);
    if (!failure) failure = posix_spawn(child, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}
