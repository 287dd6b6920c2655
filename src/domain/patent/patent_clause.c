#include "domain/patent/patent_clause.h"

struct str patent_clause(struct arena *arena, enum patent_by by, struct str key, bool first)
{
    const char *field = NULL;
    if (str_eq(key, STR("-")) || key.len > PATENT_CLAUSE_KEY_MAX)
        return STR_NULL;
    switch (by) {
    case PATENT_BY_NOTHING:
        return STR("");
    case PATENT_BY_SECTION:
    case PATENT_BY_CLASS:
    case PATENT_BY_SUBCLASS:
    case PATENT_BY_GROUP:
        return str_print(arena, "%s:%.*s", first ? "mipc" : "ipc", STR_ARG(key));
    case PATENT_BY_MAIN_GROUP:
        return str_print(arena, "%s:%.*s", first ? "mipc_low" : "ipc_low", STR_ARG(key));
    case PATENT_BY_YEAR:
        return str_print(arena, "apd:[%.*s0101 TO %.*s1231]", STR_ARG(key), STR_ARG(key));
    case PATENT_BY_OFFICE:
        field = "office";
        break;
    case PATENT_BY_STATUS:
        field = "simple_legal_status";
        break;
    case PATENT_BY_KIND:
        field = "kd";
        break;
    case PATENT_BY_TYPE:
        field = "patent_type";
        break;
    case PATENT_BY_APPLICANT:
        field = "an_exact";
        break;
    case PATENT_BY_INVENTOR:
        field = "in_exact";
        break;
    case PATENT_BY_LEGAL:
        field = "legal_status";
        break;
    case PATENT_BY_REGION:
        field = "region";
        break;
    case PATENT_BY_ZONE:
        field = "zone";
        break;
    case PATENT_BY_FIRM:
    case PATENT_BY_LABEL:
    case PATENT_BY_LABEL_2:
        return STR_NULL;
    }
    return str_print(arena, "%s:%.*s", field, STR_ARG(query_quote(arena, key)));
}
