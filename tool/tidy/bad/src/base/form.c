#include "web/req.h"
#include <jansson.h>
#include <sys/socket.h>
#define T(zh) (zh)
const char *told = T("请填写标题");
const char *bare = T(title);
