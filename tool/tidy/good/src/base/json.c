#include <jansson.h>
#define T(zh) (zh)
const char *json_refused = T("第 {} 行："
                             "不是合法的 JSON");
const char *json_quote = T("引号 \" 未闭合");
int json_time(const struct json_clock *c)
{
    return c->time(1) + '"';
}
