// libxml2's writer: it escapes every text and closes every element, so that what we draw is valid XML.
#include <libxml/tree.h>
#include <libxml/xmlwriter.h>
