#define _GNU_SOURCE
#include "CSystem.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

int engram_exchange_paths(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

int engram_is_mount_point(int folder) {
  struct statx facts;
  if (statx(folder, "", AT_EMPTY_PATH, 0, &facts) != 0 || !(facts.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT)) return -1;
  return (facts.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}
