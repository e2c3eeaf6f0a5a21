// SQLite, for tables in database files.
#include <sqlite3.h>
