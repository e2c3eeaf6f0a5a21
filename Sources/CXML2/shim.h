// libxml2's writer: it escapes every text and closes every element, so that what we draw is valid XML.
// Its reader: it hands out one node after the other, so that a document of any length takes little memory.

// Debian's libxml2 brings the headers of ICU, whose types are not those of the ICU in Swift's Foundation: a file that
// sees both does not compile. What is hidden with them is the inside of a struct that we never look into.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>
