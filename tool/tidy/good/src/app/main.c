#include <sys/socket.h>
#include "base/log.h"
#include "db/db.h"
#include "ids.h"
long now(void)
{
    return time(0);
}
