#include "domain/patent/patent_import_page.h"

#include "base/i18n.h"
#include "domain/patent/page/import.tmpl.h"
#include "domain/patent/page/patent_route.h"

enum err patent_import_page(struct req *req)
{
    struct patent_import_page p = {0};
    enum err e = patent_imports(req->ctx, &p.rows);
    if (e)
        return e;
    req->done_url = (struct url){STR("/patents/imports/{id}")};
    req->title = tr(req->ctx->lang, T("导入专利"));
    patent_import_body(req, &p);
    return ERR_OK;
}

enum err patent_import_show_page(struct req *req)
{
    struct patent_import_view v;
    enum err e = patent_import_one(req->ctx, (struct file_id){req_id(req, "id")}, &v);
    if (e)
        return e;
    req->title = v.row.name;
    patent_import_show_body(req, &v);
    return ERR_OK;
}
