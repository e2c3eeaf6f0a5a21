// libcrypto, which libcurl brings along: its digests.
#include <openssl/evp.h>
