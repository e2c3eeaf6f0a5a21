// libcurl, with a typed function for each kind of option: Swift cannot call variadic functions.
#include <curl/curl.h>
