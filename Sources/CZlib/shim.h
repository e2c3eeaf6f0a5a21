// zlib, for ZIP archives and bodies and files compressed by gzip: inflateInit2 is a macro, which Swift cannot call.
#include <zlib.h>

static inline int inflate_raw_init(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }

// Gzip or zlib, by the first bytes.
static inline int inflate_any_init(z_stream *stream) { return inflateInit2(stream, MAX_WBITS + 32); }
