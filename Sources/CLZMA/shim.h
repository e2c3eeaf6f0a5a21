// liblzma, for tables compressed by xz: LZMA_STREAM_INIT is a macro, which Swift cannot read.
#include <lzma.h>

static inline lzma_stream lzma_stream_new(void) { return (lzma_stream)LZMA_STREAM_INIT; }
