// libbz2, for tables compressed by bzip2.
#include <bzlib.h>
