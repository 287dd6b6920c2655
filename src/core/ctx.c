#include "core/ctx.h"

enum err ctx_fail(struct ctx *ctx, enum err code, const char *field, const char *message)
{
    return error_set(&ctx->error, code, str_from(field), message, STR_NULL);
}

enum err ctx_fail_detail(struct ctx *ctx, enum err code, const char *field, const char *message,
                         struct str detail)
{
    return error_set(&ctx->error, code, str_from(field), message, detail);
}

bool ctx_may(const struct ctx *ctx, uint32_t roles)
{
    return (ctx->actor.roles & roles) != 0 || (roles == ROLE_ALL && ctx->actor.person.n != 0);
}

int32_t ctx_today(const struct ctx *ctx)
{
    return day_of_instant(ctx->now_us, ctx->offset_min);
}
