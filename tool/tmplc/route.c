/*
 * M.routes: which page answers which address, one route a line (src/web/route.h):
 *
 *     FORM matter_accept  /matters/{id matter_id}/accept   ROLE_COORDINATOR   act matter.accept
 *
 * becomes a table entry, and url_matter_accept(arena, id).
 */
#include <string.h>

#include "base/utf8.h"
#include "tmplc.h"

enum { ROUTE_ARGS_MAX = 4, ROUTE_SEGMENTS_MAX = 8, ROUTES_MAX = 500 };

struct argument {
    struct str name, type; /* "id", "matter_id" */
};

struct route_line {
    size_t at;
    struct str method, name, pattern, roles, act;
    bool slow;
    struct argument arguments[ROUTE_ARGS_MAX];
    size_t argument_n;
};

struct reader {
    struct scan *src;
    struct arena *arena;
    VEC(struct route_line) routes;
};

static void line_blank(struct scan *src)
{
    while (scan_at(src, " ") || scan_at(src, "\t"))
        src->at++;
}

static bool line_end(struct scan *src)
{
    line_blank(src);
    return scan_end(src) || scan_at(src, "\n") || scan_at(src, "\r") || scan_at(src, "#") ||
           scan_at(src, "->");
}

/* Up to a blank; blanks inside {} belong to it. */
static struct str token(struct scan *src, size_t *out_at)
{
    line_blank(src);
    size_t from = *out_at = src->at;
    int inside = 0;
    for (; !scan_end(src); src->at++) {
        char c = src->text.ptr[src->at];
        inside += (c == '{') - (c == '}');
        if (c == '\n' || c == '\r' || (is_blank(c) && inside <= 0))
            break;
    }
    return str_slice(src->text, from, src->at);
}

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_word(s.ptr[i]) || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z'))
            return false;
    return s.len > 0 && !(s.ptr[0] >= '0' && s.ptr[0] <= '9');
}

static void argument_add(struct reader *r, struct route_line *route, struct str inside, size_t at)
{
    struct str type = inside, name;
    str_cut(&type, ' ', &name);
    type = str_trim(type);
    bool known = str_eq(type, STR("int")) || str_eq(type, STR("day")) ||
                 str_eq(type, STR("text")) || (str_ends(type, STR("_id")) && type.len > 3);
    if (!is_name(name) || !is_name(type) || !known)
        scan_fail(r->src, at,
                  "an argument is {NAME TYPE} with type int, day, text or X_id: {id matter_id}");
    for (size_t i = 0; i < route->argument_n; i++)
        if (str_eq(route->arguments[i].name, name))
            scan_fail(r->src, at, "two arguments are called \"%.*s\"", STR_ARG(name));
    if (route->argument_n == ROUTE_ARGS_MAX)
        scan_fail(r->src, at, "more than %d arguments", ROUTE_ARGS_MAX);
    route->arguments[route->argument_n++] = (struct argument){name, type};
}

static void pattern_read(struct reader *r, struct route_line *route, size_t at)
{
    struct str rest = route->pattern, segment;
    if (!str_starts(rest, STR("/")))
        scan_fail(r->src, at, "a pattern begins with \"/\"");
    rest = str_slice(rest, 1, rest.len);
    bool root = str_empty(rest);
    for (size_t n = 1; !root && str_cut(&rest, '/', &segment); n++) {
        if (n > ROUTE_SEGMENTS_MAX)
            scan_fail(r->src, at, "more than %d segments", ROUTE_SEGMENTS_MAX);
        if (str_starts(segment, STR("{")) && str_ends(segment, STR("}"))) {
            argument_add(r, route, str_slice(segment, 1, segment.len - 1), at);
            continue;
        }
        bool fixed = segment.len > 0;
        for (size_t i = 0; i < segment.len; i++)
            fixed = fixed && (is_word(segment.ptr[i]) || strchr("-.", segment.ptr[i]));
        if (!fixed)
            scan_fail(r->src, at,
                      "a segment is fixed text (letters, digits, - . _), or one "
                      "{NAME TYPE}");
    }
}

static void roles_check(struct reader *r, struct str roles, size_t at)
{
    struct str rest = roles, role;
    while (str_cut(&rest, '|', &role)) {
        bool good = str_starts(role, STR("ROLE_")) && role.len > 5;
        for (size_t i = 0; i < role.len; i++)
            good = good && ((role.ptr[i] >= 'A' && role.ptr[i] <= 'Z') || role.ptr[i] == '_');
        if (!good)
            scan_fail(r->src, at,
                      "roles are due here, after the pattern: "
                      "ROLE_COORDINATOR|ROLE_LEADER, ROLE_ALL or ROLE_ANYONE");
    }
}

static bool same_shape(struct str a, struct str b)
{
    struct str sa, sb;
    for (;;) {
        bool more_a = str_cut(&a, '/', &sa), more_b = str_cut(&b, '/', &sb);
        if (more_a != more_b)
            return false;
        if (!more_a)
            return true;
        bool hole = str_starts(sa, STR("{")) && str_starts(sb, STR("{"));
        if (!hole && !str_eq(sa, sb))
            return false;
    }
}

static void route_unique(struct reader *r, const struct route_line *route)
{
    for (size_t i = 0; i < r->routes.n; i++) {
        const struct route_line *other = &r->routes.at[i];
        size_t line = scan_position(r->src, other->at).line;
        if (str_eq(other->name, route->name))
            scan_fail(r->src, route->at, "the name \"%.*s\" is taken in line %zu",
                      STR_ARG(route->name), line);
        bool get = str_eq(route->method, STR("POST")) != str_eq(other->method, STR("POST"));
        if (same_shape(other->pattern, route->pattern) && !get)
            scan_fail(r->src, route->at, "line %zu answers at this address already", line);
    }
}

static void tail_read(struct reader *r, struct route_line *route)
{
    while (!line_end(r->src)) {
        size_t at;
        struct str word = token(r->src, &at);
        if (str_eq(word, STR("slow"))) {
            route->slow = true;
            continue;
        }
        if (!str_eq(word, STR("act")) || line_end(r->src))
            scan_fail(r->src, at, "behind the roles stand \"act NAME\" and \"slow\" only");
        route->act = token(r->src, &at);
        struct str verb = route->act, noun;
        str_cut(&verb, '.', &noun);
        if (!is_name(noun) || !is_name(verb))
            scan_fail(r->src, at, "an act is called like matter.accept");
        if (!str_eq(route->method, STR("FORM")))
            scan_fail(r->src, at, "only a FORM route names an act");
    }
}

static void route_read(struct reader *r)
{
    struct scan *src = r->src;
    struct route_line route = {0};
    size_t at;
    route.method = token(src, &route.at);
    if (!listed(" GET FORM POST ", route.method))
        scan_fail(src, route.at, "a route begins with GET, FORM or POST");
    route.name = token(src, &at);
    if (!is_name(route.name))
        scan_fail(src, at, "the route's name (lower_case) is due here");
    route.pattern = token(src, &at);
    pattern_read(r, &route, at);
    route.roles = line_end(src) ? STR("") : token(src, &at);
    roles_check(r, route.roles, str_empty(route.roles) ? src->at : at);
    tail_read(r, &route);
    route_unique(r, &route);
    if (r->routes.n == ROUTES_MAX)
        scan_fail(src, route.at, "more than %d routes in one file", ROUTES_MAX);
    *VEC_ADD(r->arena, &r->routes) = route;
}

static void file_parse(struct reader *r)
{
    struct scan *src = r->src;
    if (!utf8_ok(src->text))
        scan_fail(src, utf8_bad_at(src->text), "this is not UTF-8 text");
    while (scan_blank(src), !scan_end(src)) {
        if (!scan_at(src, "#"))
            route_read(r);
        while (!scan_end(src) && !scan_at(src, "\n"))
            src->at++;
    }
    if (!r->routes.n)
        scan_fail(src, 0, "there is no route in this file");
}

/* ---- writing -------------------------------------------------------------------------------- */

static void write_url_signature(const struct route_line *route, const char *suffix, struct buf *out)
{
    buf_print(out, "struct url url_%.*s%s(struct arena *arena", STR_ARG(route->name), suffix);
    for (size_t i = 0; i < route->argument_n; i++) {
        const struct argument *a = &route->arguments[i];
        if (str_ends(a->type, STR("_id")))
            buf_print(out, ", struct %.*s ", STR_ARG(a->type));
        else
            buf_print(out, ", %s ",
                      *a->type.ptr == 'i'   ? "int64_t"
                      : *a->type.ptr == 'd' ? "int32_t"
                                            : "struct str");
        buf_add(out, a->name);
    }
    if (*suffix)
        buf_add(out, STR(", struct form_pairs query"));
    buf_char(out, ')');
}

/* One number in the address, as in most: one allocation of the right size. */
static bool write_url_number(struct reader *r, const struct route_line *route, struct buf *out)
{
    struct str p = route->pattern, type = route->arguments[0].type;
    if (route->argument_n != 1 || str_eq(type, STR("text")) || str_eq(type, STR("day")))
        return false;
    struct str before = c_literal(r->arena, str_slice(p, 0, str_find_char(p, '{', 0)));
    struct str after = c_literal(r->arena, str_slice(p, str_find_char(p, '}', 0) + 1, p.len));
    buf_print(out, "    return url_number(arena, STR(%.*s), %.*s%s, STR(%.*s));\n}\n\n",
              STR_ARG(before), STR_ARG(route->arguments[0].name),
              str_eq(type, STR("int")) ? "" : ".n", STR_ARG(after));
    return true;
}

static void write_url_parts(struct reader *r, const struct route_line *route, struct buf *out)
{
    buf_add(out, STR("    struct buf text;\n    buf_init(&text, arena, URL_BYTES_MAX);\n"));
    struct str rest = route->pattern;
    for (size_t i = 0; i < route->argument_n; i++) {
        const struct argument *a = &route->arguments[i];
        size_t open = str_find_char(rest, '{', 0), close = str_find_char(rest, '}', 0);
        struct str fixed = c_literal(r->arena, str_slice(rest, 0, open));
        buf_print(out, "    buf_add(&text, STR(%.*s));\n", STR_ARG(fixed));
        if (str_eq(a->type, STR("int")))
            buf_print(out, "    buf_int(&text, %.*s);\n", STR_ARG(a->name));
        else if (str_eq(a->type, STR("day")))
            buf_print(out, "    buf_add(&text, day_text(arena, %.*s));\n", STR_ARG(a->name));
        else if (str_eq(a->type, STR("text")))
            buf_print(out, "    url_add_part(&text, %.*s);\n", STR_ARG(a->name));
        else
            buf_print(out, "    buf_int(&text, %.*s.n);\n", STR_ARG(a->name));
        rest = str_slice(rest, close + 1, rest.len);
    }
    if (!str_empty(rest))
        buf_print(out, "    buf_add(&text, STR(%.*s));\n", STR_ARG(c_literal(r->arena, rest)));
    buf_add(out, STR("    return (struct url){buf_str(&text)};\n}\n\n"));
}

static void write_url(struct reader *r, const struct route_line *route, struct buf *out)
{
    buf_char(out, '\n');
    write_url_signature(route, "", out);
    buf_add(out, STR("\n{\n"));
    if (!write_url_number(r, route, out))
        write_url_parts(r, route, out);
    write_url_signature(route, "_query", out);
    buf_print(out, "\n{\n    return url_with(arena, url_%.*s(arena", STR_ARG(route->name));
    for (size_t i = 0; i < route->argument_n; i++)
        buf_print(out, ", %.*s", STR_ARG(route->arguments[i].name));
    buf_add(out, STR("), query);\n}\n"));
}

static void write_routes_header(struct reader *r, struct str name, struct buf *out)
{
    buf_print(out, "/* Made by tmplc from %s; do not edit. */\n#pragma once\n\n", r->src->name);
    buf_add(out, STR("#include \"base/day.h\"\n#include \"base/url.h\"\n#include \"web/route.h\"\n"
                     "\n"));
    for (size_t i = 0; i < r->routes.n; i++) {
        const struct route_line *route = &r->routes.at[i];
        write_url_signature(route, "", out);
        buf_add(out, STR(";\n"));
        write_url_signature(route, "_query", out);
        buf_print(out, ";\nenum err %.*s_page(struct req *req);\n\n", STR_ARG(route->name));
    }
    buf_print(out, "enum { %.*s_route_n = %zu };\nextern const struct route %.*s_routes[%zu];\n",
              STR_ARG(name), r->routes.n, STR_ARG(name), r->routes.n);
}

static void write_table(struct reader *r, struct str name, struct buf *out)
{
    buf_print(out, "\nconst struct route %.*s_routes[%zu] = {\n", STR_ARG(name), r->routes.n);
    for (size_t i = 0; i < r->routes.n; i++) {
        const struct route_line *route = &r->routes.at[i];
        buf_print(out, "#line %zu \"%s\"\n", scan_position(r->src, route->at).line, r->src->name);
        buf_print(out, "    {\"%.*s\", ROUTE_%.*s%s, %.*s, %.*s, ", STR_ARG(route->name),
                  STR_ARG(route->method), route->slow ? " | ROUTE_SLOW" : "",
                  STR_ARG(c_literal(r->arena, route->pattern)), STR_ARG(route->roles));
        if (str_null(route->act))
            buf_add(out, STR("NULL"));
        else
            buf_print(out, "\"%.*s\"", STR_ARG(route->act));
        buf_print(out, ", %.*s_page},\n", STR_ARG(route->name));
    }
    buf_add(out, STR("};\n"));
}

bool routes_compile(struct scan *src, struct str name, const char *header, struct buf *out_h,
                    struct buf *out_c)
{
    struct reader *r = ARENA_NEW(src->arena, struct reader);
    r->src = src;
    r->arena = src->arena;
    if (setjmp(src->failed))
        return false;
    file_parse(r);
    write_routes_header(r, name, out_h);
    buf_print(
        out_c,
        "/* Made by tmplc from %s; do not edit. */\n#include \"%s\"\n#include \"web/emit.h\"\n",
        src->name, header);
    for (size_t i = 0; i < r->routes.n; i++)
        write_url(r, &r->routes.at[i], out_c);
    write_table(r, name, out_c);
    return true;
}
