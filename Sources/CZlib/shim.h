// zlib, for the members of ZIP archives: inflateInit2 is a macro, which Swift cannot call.
#include <zlib.h>

static inline int inflate_raw_init(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
