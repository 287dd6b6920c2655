/*
 * From the elements of one of the XML vocabularies to a record: a table per vocabulary says which
 * element is the record, which are boxes (a document's number, a party, a class, a citation) and
 * which are leaves, whose text goes into the open box or straight into the record. Inside this room
 * only.
 *
 * Both readers feed it: expat (read_xml.c) and our own for SGML (sgml.c).
 */
#ifndef LIANYUAN_ENGINE_PATENTREAD_TREE_H
#define LIANYUAN_ENGINE_PATENTREAD_TREE_H

#include "engine/patentread/record.h"

enum {
    TREE_DEPTH_MAX = 64, /* as base/xml's */
    TREE_TEXT_MAX = RECORD_ABSTRACT_MAX,
};

enum tree_act { TREE_RECORD = 1, TREE_BOX, TREE_LEAF, TREE_ONE /* ends one number of a box */ };

enum tree_box {
    BOX_NONE,
    BOX_SKIP, /* nothing in it is looked at */
    BOX_PUBLICATION,
    BOX_APPLICATION,
    BOX_PRIORITY,
    BOX_APPLICANT,
    BOX_INVENTOR,
    BOX_ASSIGNEE,
    BOX_AGENT,
    BOX_IPC,
    BOX_CPC,
    BOX_CITATION,
    BOX_EVENT,
};

/* Those before LEAF_BOX_N_ fill the open box and mean nothing outside of one. */
enum tree_leaf {
    LEAF_COUNTRY,
    LEAF_NUMBER,
    LEAF_KIND,
    LEAF_DATE,
    LEAF_NAME,
    LEAF_LAST,
    LEAF_FIRST,
    LEAF_MIDDLE,
    LEAF_REGION,
    LEAF_TEXT,
    LEAF_SECTION,
    LEAF_CLASS,
    LEAF_SUBCLASS,
    LEAF_GROUP,
    LEAF_SUBGROUP,
    LEAF_CATEGORY,
    LEAF_ACTIVE,
    LEAF_BOX_N_,
    LEAF_TITLE,
    LEAF_ABSTRACT,
    LEAF_CLAIM,
    LEAF_CLAIM_N,
    LEAF_IPC,
    LEAF_GRANTED,
};

struct tree_rule {
    const char *name, *parent; /* parent NULL: whatever it is */
    enum tree_act act;
    int arg; /* enum tree_box, enum tree_leaf, of RECORD enum patent_format */
};

struct vocabulary {
    const char *root;          /* the file's first element */
    const char *office, *lang; /* of a publication that names none */
    const struct tree_rule *rules;
    size_t rule_n;
};

/* NULL: no vocabulary has it as its first element. */
const struct vocabulary *vocabulary_of(struct str root);

struct tree_frame {
    const struct tree_rule *rule;
    const char *name; /* of the rule, or NULL: parents are compared by it */
    uint8_t box;      /* that is open here */
    char form;        /* 'd' docdb, 'a' docdba, 'e' epodoc, 'o' original, 's' standard */
    char lang[3];
};

struct tree {
    const struct vocabulary *vocabulary;
    struct patent_record *record;
    struct tree_frame frames[TREE_DEPTH_MAX + 1];
    int depth;               /* of open elements */
    int record_depth;        /* 0: no record is open */
    bool done;               /* a record is complete: take it before the next feed */
    char pub_form, app_form; /* whose number stands in the record */

    enum tree_box box;
    int box_depth;
    struct str fields[LEAF_BOX_N_];
    int leaf_depth; /* 0: no text is gathered */
    int64_t claims;
    size_t text_n;
    char text[TREE_TEXT_MAX];
};

void tree_begin(struct tree *t, struct patent_record *record);

/* attributes as of base/xml.h. line: of the place, for a record that begins here. False: deeper
 * than TREE_DEPTH_MAX. */
bool tree_open(struct tree *t, const char *name, const char **attributes, int64_t line);
void tree_close(struct tree *t);
void tree_text(struct tree *t, struct str text);
void tree_entity(struct tree *t, struct str name); /* &lsquo; and its kin */

#endif
