/* The XML and SGML vocabularies of the offices. */
#include <string.h>

#include "engine/patentread/tree.h"

#define RULES(table) (table), sizeof(table) / sizeof((table)[0])
#define RECORD(name, format)                                                                       \
    {                                                                                              \
        name, NULL, TREE_RECORD, format                                                            \
    }
#define BOX(name, box)                                                                             \
    {                                                                                              \
        name, NULL, TREE_BOX, box                                                                  \
    }
#define BOX_IN(parent, name, box)                                                                  \
    {                                                                                              \
        name, parent, TREE_BOX, box                                                                \
    }
#define LEAF(name, leaf)                                                                           \
    {                                                                                              \
        name, NULL, TREE_LEAF, leaf                                                                \
    }
#define LEAF_IN(parent, name, leaf)                                                                \
    {                                                                                              \
        name, parent, TREE_LEAF, leaf                                                              \
    }
#define ONE(name)                                                                                  \
    {                                                                                              \
        name, NULL, TREE_ONE, 0                                                                    \
    }

/* XSD V2.2.1 of CNIPA; names without their prefix. */
static const struct tree_rule cnipa[] = {
    RECORD("PatentDocumentAndRelated", PATENT_CNIPA),
    BOX("PublicationReference", BOX_PUBLICATION),
    BOX("ApplicationReference", BOX_APPLICATION),
    BOX("Priority", BOX_PRIORITY),
    BOX("PriorityClaim", BOX_PRIORITY),
    BOX("Applicant", BOX_APPLICANT),
    BOX("Assignee", BOX_ASSIGNEE),
    BOX("Inventor", BOX_INVENTOR),
    BOX("Agent", BOX_AGENT),
    BOX("ClassificationIPCR", BOX_IPC),
    BOX("Citation", BOX_CITATION),
    BOX("PatentCitation", BOX_CITATION),
    BOX("Description", BOX_SKIP),
    BOX("Drawings", BOX_SKIP),
    BOX("PublicAvailabilityDate", BOX_SKIP),
    BOX_IN("ClassificationIPCR", "GeneratingOffice", BOX_SKIP),
    LEAF("WIPOST3Code", LEAF_COUNTRY),
    LEAF("DocNumber", LEAF_NUMBER),
    LEAF("Kind", LEAF_KIND),
    LEAF("Date", LEAF_DATE),
    LEAF("Name", LEAF_NAME),
    LEAF("Province", LEAF_REGION),
    LEAF("Section", LEAF_SECTION),
    LEAF("MainClass", LEAF_CLASS),
    LEAF("Subclass", LEAF_SUBCLASS),
    LEAF("MainGroup", LEAF_GROUP),
    LEAF("Subgroup", LEAF_SUBGROUP),
    LEAF("MainClassification", LEAF_IPC),
    LEAF("FurtherClassification", LEAF_IPC),
    LEAF("InventionTitle", LEAF_TITLE),
    LEAF("Abstract", LEAF_ABSTRACT),
    LEAF_IN("Claims", "Claim", LEAF_CLAIM),
};

/* DOCDB 2.5 and OPS 3.2 share their elements. */
#define EXCHANGE_RULES                                                                             \
    BOX("publication-reference", BOX_PUBLICATION), BOX("application-reference", BOX_APPLICATION),  \
        BOX("priority-claim", BOX_PRIORITY), BOX("applicant", BOX_APPLICANT),                      \
        BOX("inventor", BOX_INVENTOR), BOX("classification-ipcr", BOX_IPC),                        \
        BOX("patent-classification", BOX_CPC), BOX("patcit", BOX_CITATION),                        \
        BOX("nplcit", BOX_CITATION), BOX("description", BOX_SKIP),                                 \
        BOX("designation-of-states", BOX_SKIP), BOX("dates-of-public-availability", BOX_SKIP),     \
        BOX("previously-filed-application", BOX_SKIP), BOX("related-documents", BOX_SKIP),         \
        BOX("generating-office", BOX_SKIP), BOX("action-date", BOX_SKIP), ONE("document-id"),      \
        LEAF("country", LEAF_COUNTRY), LEAF("doc-number", LEAF_NUMBER), LEAF("kind", LEAF_KIND),   \
        LEAF("date", LEAF_DATE), LEAF("name", LEAF_NAME), LEAF("text", LEAF_TEXT),                 \
        LEAF("classification-symbol", LEAF_TEXT), LEAF("classification-scheme", LEAF_CATEGORY),    \
        LEAF("section", LEAF_SECTION), LEAF("class", LEAF_CLASS), LEAF("subclass", LEAF_SUBCLASS), \
        LEAF("main-group", LEAF_GROUP), LEAF("subgroup", LEAF_SUBGROUP),                           \
        LEAF("priority-active-indicator", LEAF_ACTIVE),                                            \
        LEAF_IN("classification-ipc", "text", LEAF_IPC),                                           \
        LEAF_IN("classification-ipc", "main-classification", LEAF_IPC),                            \
        LEAF_IN("classification-ipc", "further-classification", LEAF_IPC),                         \
        LEAF("invention-title", LEAF_TITLE), LEAF("abstract", LEAF_ABSTRACT),                      \
        LEAF_IN("claim", "claim-text", LEAF_CLAIM)

static const struct tree_rule docdb[] = {
    RECORD("exchange-document", PATENT_DOCDB),
    BOX("patent-family", BOX_SKIP),
    EXCHANGE_RULES,
};

static const struct tree_rule ops[] = {
    RECORD("exchange-document", PATENT_OPS),
    RECORD("family-member", PATENT_OPS),
    BOX("legal", BOX_EVENT),
    LEAF("L007EP", LEAF_DATE),
    EXCHANGE_RULES,
};

/* ST.36 of the U.S. office, v4.0 to v4.7. */
static const struct tree_rule us_st36[] = {
    RECORD("us-patent-grant", PATENT_US_ST36),
    RECORD("us-patent-application", PATENT_US_ST36),
    BOX_IN("us-bibliographic-data-grant", "publication-reference", BOX_PUBLICATION),
    BOX_IN("us-bibliographic-data-application", "publication-reference", BOX_PUBLICATION),
    BOX_IN("us-bibliographic-data-grant", "application-reference", BOX_APPLICATION),
    BOX_IN("us-bibliographic-data-application", "application-reference", BOX_APPLICATION),
    BOX("priority-claim", BOX_PRIORITY),
    BOX("us-provisional-application", BOX_PRIORITY),
    BOX_IN("applicants", "applicant", BOX_APPLICANT),
    BOX("us-applicant", BOX_APPLICANT),
    BOX_IN("inventors", "inventor", BOX_INVENTOR),
    BOX("assignee", BOX_ASSIGNEE),
    BOX("agents", BOX_SKIP),
    BOX("correspondence-address", BOX_SKIP),
    BOX("examiners", BOX_SKIP),
    BOX("nationality", BOX_SKIP),
    BOX("residence", BOX_SKIP),
    BOX("classification-ipcr", BOX_IPC),
    BOX("classification-cpc", BOX_CPC),
    BOX_IN("classification-cpc", "cpc-version-indicator", BOX_SKIP),
    BOX_IN("classification-cpc", "generating-office", BOX_SKIP),
    BOX("classification-national", BOX_SKIP),
    BOX_IN("citation", "patcit", BOX_CITATION),
    BOX_IN("us-citation", "patcit", BOX_CITATION),
    BOX("nplcit", BOX_CITATION),
    BOX("us-field-of-classification-search", BOX_SKIP),
    BOX("field-of-search", BOX_SKIP),
    BOX_IN("us-related-documents", "continuation", BOX_SKIP),
    BOX_IN("us-related-documents", "continuation-in-part", BOX_SKIP),
    BOX_IN("us-related-documents", "division", BOX_SKIP),
    BOX_IN("us-related-documents", "related-publication", BOX_SKIP),
    BOX_IN("us-related-documents", "reissue", BOX_SKIP),
    BOX_IN("us-related-documents", "substitution", BOX_SKIP),
    BOX("description", BOX_SKIP),
    BOX("drawings", BOX_SKIP),
    BOX("pct-or-regional-filing-data", BOX_SKIP),
    BOX("pct-or-regional-publishing-data", BOX_SKIP),
    LEAF("country", LEAF_COUNTRY),
    LEAF("doc-number", LEAF_NUMBER),
    LEAF("kind", LEAF_KIND),
    LEAF("date", LEAF_DATE),
    LEAF("state", LEAF_REGION),
    LEAF("orgname", LEAF_NAME),
    LEAF("last-name", LEAF_LAST),
    LEAF("first-name", LEAF_FIRST),
    LEAF("middle-name", LEAF_MIDDLE),
    LEAF("othercit", LEAF_TEXT),
    LEAF("section", LEAF_SECTION),
    LEAF("class", LEAF_CLASS),
    LEAF("subclass", LEAF_SUBCLASS),
    LEAF("main-group", LEAF_GROUP),
    LEAF("subgroup", LEAF_SUBGROUP),
    LEAF_IN("classification-ipc", "main-classification", LEAF_IPC),
    LEAF_IN("classification-ipc", "further-classification", LEAF_IPC),
    LEAF("invention-title", LEAF_TITLE),
    LEAF("abstract", LEAF_ABSTRACT),
    LEAF("number-of-claims", LEAF_CLAIM_N),
    LEAF_IN("claims", "claim", LEAF_CLAIM),
};

/* ST.32 of the U.S. office: B110 is INID code (11), and so on. */
static const struct tree_rule us_sgml[] = {
    RECORD("PATDOC", PATENT_US_SGML), BOX("B100", BOX_PUBLICATION),
    LEAF("B110", LEAF_NUMBER),        LEAF("B130", LEAF_KIND),
    LEAF("B140", LEAF_DATE),          LEAF("B190", LEAF_COUNTRY),
    BOX("B200", BOX_APPLICATION),     LEAF("B210", LEAF_NUMBER),
    LEAF("B220", LEAF_DATE),          BOX("B300", BOX_PRIORITY),
    LEAF("B310", LEAF_NUMBER),        LEAF("B320", LEAF_DATE),
    LEAF("B330", LEAF_COUNTRY),       LEAF("B511", LEAF_IPC),
    LEAF("B512", LEAF_IPC),           LEAF("B540", LEAF_TITLE),
    BOX("B561", BOX_CITATION),        BOX("B562", BOX_CITATION),
    LEAF("DNUM", LEAF_NUMBER),        LEAF("DATE", LEAF_DATE),
    LEAF("KIND", LEAF_KIND),          LEAF("CTRY", LEAF_COUNTRY),
    LEAF("NCIT", LEAF_TEXT),          LEAF("B577", LEAF_CLAIM_N),
    BOX("B721", BOX_INVENTOR),        BOX("B731", BOX_ASSIGNEE),
    BOX("B741", BOX_AGENT),           BOX_IN("B561", "PARTY-US", BOX_SKIP),
    LEAF("ONM", LEAF_NAME),           LEAF("FNM", LEAF_FIRST),
    LEAF("SNM", LEAF_LAST),           LEAF("STATE", LEAF_REGION),
    LEAF("SDOAB", LEAF_ABSTRACT),     LEAF("CLM", LEAF_CLAIM),
    BOX("SDODE", BOX_SKIP),           BOX("SDODR", BOX_SKIP),
};

static const struct tree_rule us_pap[] = {
    RECORD("patent-application-publication", PATENT_US_PAP),
    BOX_IN("subdoc-bibliographic-information", "document-id", BOX_PUBLICATION),
    BOX("domestic-filing-data", BOX_APPLICATION),
    BOX("foreign-priority-data", BOX_PRIORITY),
    BOX("non-provisional-of-provisional", BOX_PRIORITY),
    BOX("continuations", BOX_SKIP),
    BOX("assignee", BOX_ASSIGNEE),
    BOX("first-named-inventor", BOX_INVENTOR),
    BOX_IN("inventors", "inventor", BOX_INVENTOR),
    BOX("correspondence-address", BOX_SKIP),
    BOX("subdoc-description", BOX_SKIP),
    BOX("subdoc-drawings", BOX_SKIP),
    BOX("citizenship", BOX_SKIP),
    LEAF("doc-number", LEAF_NUMBER),
    LEAF("kind-code", LEAF_KIND),
    LEAF("document-date", LEAF_DATE),
    LEAF("filing-date", LEAF_DATE),
    LEAF("country-code", LEAF_COUNTRY),
    LEAF("organization-name", LEAF_NAME),
    LEAF("given-name", LEAF_FIRST),
    LEAF("middle-name", LEAF_MIDDLE),
    LEAF("family-name", LEAF_LAST),
    LEAF("state", LEAF_REGION),
    LEAF("ipc", LEAF_IPC),
    LEAF("title-of-invention", LEAF_TITLE),
    LEAF_IN("subdoc-abstract", "paragraph", LEAF_ABSTRACT),
    LEAF("claim", LEAF_CLAIM),
};

static const struct vocabulary vocabularies[] = {
    {"PatentDocumentAndRelated", "CN", "zh", RULES(cnipa)},
    {"exchange-documents", "", "", RULES(docdb)},
    {"exchange-document", "", "", RULES(docdb)},
    {"world-patent-data", "", "", RULES(ops)},
    {"us-patent-grant", "US", "en", RULES(us_st36)},
    {"us-patent-application", "US", "en", RULES(us_st36)},
    {"PATDOC", "US", "en", RULES(us_sgml)},
    {"patent-application-publication", "US", "en", RULES(us_pap)},
};

const struct vocabulary *vocabulary_of(struct str root)
{
    for (size_t i = 0; i < sizeof vocabularies / sizeof vocabularies[0]; i++)
        if (str_eq(root, str_from(vocabularies[i].root)))
            return &vocabularies[i];
    return NULL;
}
