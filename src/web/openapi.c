/* The description of the JSON API, made at start from the same tables that answer it. */
#include <string.h>

#include "base/json.h"
#include "web/steps.h"

enum { OPENAPI_BYTES_MAX = 4 * 1024 * 1024 };

static void put_choices(struct json_out *j, const struct field *f)
{
    json_put_c(j, "type", "string");
    json_open(j, "enum", '[');
    for (const struct form_choice *c = f->choices; c && c->name; c++)
        json_put_c(j, NULL, c->name);
    json_close(j, ']');
}

static void put_items(struct json_out *j, const struct field *f)
{
    json_put_c(j, "type", "array");
    json_put_int(j, "maxItems", f->max < FORM_MANY_MAX ? f->max : FORM_MANY_MAX);
    json_open(j, "items", '{');
    json_put_c(j, "type", "string");
    if (f->type == FIELD_TEXTS)
        json_put_int(j, "maxLength", FORM_TEXTS_ITEM_MAX);
    else
        json_put_c(j, "pattern", "^[1-9][0-9]*$");
    json_close(j, '}');
}

static void put_schema(struct json_out *j, const char *name, const struct field *f)
{
    json_open(j, name, '{');
    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_SECRET:
        json_put_c(j, "type", "string");
        json_put_int(j, "maxLength", f->max);
        if (f->type == FIELD_SECRET)
            json_put_c(j, "format", "password");
        break;
    case FIELD_INT:
        json_put_c(j, "type", "integer");
        json_put_int(j, "minimum", f->min);
        json_put_int(j, "maximum", f->max);
        break;
    case FIELD_ID:
        json_put_c(j, "type", "string");
        json_put_c(j, "pattern", "^[1-9][0-9]*$");
        break;
    case FIELD_BOOL:
        json_put_c(j, "type", "boolean");
        break;
    case FIELD_DAY:
        json_put_c(j, "type", "string");
        json_put_c(j, "format", "date");
        break;
    case FIELD_CHOICE:
        put_choices(j, f);
        break;
    case FIELD_TEXTS:
    case FIELD_IDS:
    case FIELD_FILES:
        put_items(j, f);
        break;
    }
    json_put_c(j, "title", f->label);
    json_close(j, '}');
}

static void put_responses(struct json_out *j)
{
    json_open(j, "responses", '{');
    json_open(j, "200", '{');
    json_put_c(j, "description", "done");
    json_close(j, '}');
    json_open(j, "default", '{');
    json_put_c(j, "description", "{\"error\":{\"code\",\"field\",\"message\"}}");
    json_close(j, '}');
    json_close(j, '}');
}

static void put_head(struct json_out *j, const char *method, const char *name, const char *title,
                     const char *about)
{
    json_open(j, method, '{');
    json_put_c(j, "operationId", name);
    json_put_c(j, "summary", title);
    if (about)
        json_put_c(j, "description", about);
}

static void put_find(struct json_out *j, const struct find *find)
{
    put_head(j, "get", find->name, find->title, find->about);
    json_open(j, "parameters", '[');
    for (size_t i = 0; i < find->form->n; i++) {
        const struct field *f = &find->form->fields[i];
        json_open(j, NULL, '{');
        json_put_c(j, "name", f->name);
        json_put_c(j, "in", "query");
        json_put_bool(j, "required", f->flags & FORM_REQUIRED);
        put_schema(j, "schema", f);
        json_close(j, '}');
    }
    json_close(j, ']');
    put_responses(j);
    json_close(j, '}');
}

static bool is_file(const struct field *f)
{
    return f->type == FIELD_FILES || (f->type == FIELD_ID && strcmp(f->name, "file") == 0);
}

/* A part of multipart/form-data: the bytes themselves where JSON gives a stored file's id. */
static void put_part(struct json_out *j, const struct field *f)
{
    if (!is_file(f)) {
        put_schema(j, f->name, f);
        return;
    }
    if (f->type == FIELD_ID) {
        json_put_json(j, f->name, STR("{\"type\":\"string\",\"format\":\"binary\"}"));
        return;
    }
    json_open(j, f->name, '{');
    json_put_c(j, "type", "array");
    json_put_int(j, "maxItems", f->max);
    json_put_json(j, "items", STR("{\"type\":\"string\",\"format\":\"binary\"}"));
    json_close(j, '}');
}

static void put_content(struct json_out *j, const struct act *act, bool multipart)
{
    json_open(j, multipart ? "multipart/form-data" : "application/json", '{');
    json_open(j, "schema", '{');
    json_put_c(j, "type", "object");
    json_put_bool(j, "additionalProperties", false);
    json_open(j, "properties", '{');
    for (size_t i = 0; i < act->form->n; i++) {
        if (multipart)
            put_part(j, &act->form->fields[i]);
        else
            put_schema(j, act->form->fields[i].name, &act->form->fields[i]);
    }
    if (!form_field(act->form, STR("act_id")))
        json_put_json(j, "act_id", STR("{\"type\":\"string\",\"maxLength\":200}"));
    json_close(j, '}');
    json_open(j, "required", '[');
    for (size_t i = 0; i < act->form->n; i++) {
        if (act->form->fields[i].flags & FORM_REQUIRED)
            json_put_c(j, NULL, act->form->fields[i].name);
    }
    json_close(j, ']');
    json_close(j, '}');
    json_close(j, '}');
}

static void put_act(struct json_out *j, const struct act *act)
{
    put_head(j, "post", act->name, act->title, act->about);
    json_open(j, "requestBody", '{');
    json_put_bool(j, "required", true);
    json_open(j, "content", '{');
    put_content(j, act, false);
    if (api_takes_files(act))
        put_content(j, act, true);
    json_close(j, '}');
    json_close(j, '}');
    put_responses(j);
    json_close(j, '}');
}

/* Not of the table of acts: files alone. */
static void put_upload(struct json_out *j)
{
    json_open(j, "/api/v1/file/upload", '{');
    put_head(j, "post", "file.upload", T("上传文件"), NULL);
    json_put_json(j, "requestBody",
                  STR("{\"required\":true,\"content\":{\"multipart/form-data\":{\"schema\":{"
                      "\"type\":\"object\",\"properties\":{\"file\":{\"type\":\"string\","
                      "\"format\":\"binary\"}},\"required\":[\"file\"]}}}}"));
    put_responses(j);
    json_close(j, '}');
    json_close(j, '}');
}

/* "matter.list" -> "/api/v1/matter/list" */
static const char *address(struct arena *arena, const char *name)
{
    struct str text = str_print(arena, "/api/v1/%s", name);
    char *path = arena_alloc(arena, text.len + 1);
    memcpy(path, text.ptr, text.len);
    for (size_t i = 8; i < text.len; i++) {
        if (path[i] == '.')
            path[i] = '/';
    }
    return path;
}

static void put_paths(struct arena *arena, struct json_out *j, const struct web *web)
{
    json_open(j, "paths", '{');
    put_upload(j);
    for (size_t i = 0; i < web->act_n; i++) {
        const struct find *find = web_find(web, str_from(web->acts[i]->name));
        json_open(j, address(arena, web->acts[i]->name), '{');
        put_act(j, web->acts[i]);
        if (find)
            put_find(j, find);
        json_close(j, '}');
    }
    for (size_t i = 0; i < web->find_n; i++) {
        if (web_act(web, str_from(web->finds[i]->name)))
            continue;
        json_open(j, address(arena, web->finds[i]->name), '{');
        put_find(j, web->finds[i]);
        json_close(j, '}');
    }
    json_close(j, '}');
}

enum err api_openapi(struct arena *arena, const struct web *web, struct str *out)
{
    struct buf b;
    buf_init(&b, arena, OPENAPI_BYTES_MAX);
    struct json_out j = json_to(&b);
    json_open(&j, NULL, '{');
    json_put_c(&j, "openapi", "3.1.0");
    json_open(&j, "info", '{');
    json_put_c(&j, "title", "lianyuan 联园");
    json_put_c(&j, "version", "1");
    json_close(&j, '}');
    json_open(&j, "servers", '[');
    json_open(&j, NULL, '{');
    json_put_str(&j, "url", web->config.public_url);
    json_close(&j, '}');
    json_close(&j, ']');
    put_paths(arena, &j, web);
    json_put_json(
        &j, "components",
        STR("{\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}}}"));
    json_put_json(&j, "security", STR("[{\"bearer\":[]}]"));
    json_close(&j, '}');
    *out = buf_str(&b);
    return buf_full(&b) ? ERR_LIMIT : ERR_OK;
}
