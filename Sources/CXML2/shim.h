// libxml2's writer: it escapes every text and closes every element, so that what we draw is valid XML.
// Its reader: it hands out one node after the other, so that a document of any length takes little memory.
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>

// Swift's Glibc hides what needs _GNU_SOURCE. Two folders change places in one step (RENAME_EXCHANGE is 1 << 1).
extern int renameat2(int, const char *, int, const char *, unsigned int);
static inline int exchange_paths(const char *one, const char *other) {
  return renameat2(-100 /* AT_FDCWD */, one, -100, other, 2u);
}
