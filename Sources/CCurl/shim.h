// libcurl, with a typed function for each kind of argument: Swift cannot call the variadic curl_easy_setopt and
// curl_easy_getinfo. Everything else of libcurl is called as it is.
#ifndef ENGRAM_CCURL_SHIM_H
#define ENGRAM_CCURL_SHIM_H

#include <curl/curl.h>
#include <sys/socket.h>

/// A function that takes bytes of the body; anything but `size * count` returned ends the transfer.
typedef size_t (*engram_write)(char *bytes, size_t size, size_t count, void *context);
/// A function that is told how far the transfer is; anything but 0 returned ends it.
typedef int (*engram_progress)(
    void *context, curl_off_t download_total, curl_off_t downloaded, curl_off_t upload_total, curl_off_t uploaded);
/// A function that opens a socket for an address, or returns CURL_SOCKET_BAD.
typedef curl_socket_t (*engram_open_socket)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode engram_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

/// libcurl keeps a copy of the text.
static inline CURLcode engram_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

/// libcurl keeps the pointer: what it points to must outlive the transfer.
static inline CURLcode engram_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode engram_set_write(CURL *handle, engram_write function) {
  return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
}

/// The lines of the headers, trailers too; the context is that of CURLOPT_HEADERDATA.
static inline CURLcode engram_set_header(CURL *handle, engram_write function) {
  return curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
}

static inline CURLcode engram_set_progress(CURL *handle, engram_progress function) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode engram_set_open_socket(CURL *handle, engram_open_socket function) {
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, function);
}

static inline CURLcode engram_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode engram_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(handle, info, value);
}

#endif
