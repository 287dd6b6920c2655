/*
 * Patents: records of publications from many sources, the names that stand in them, and the
 * collections (专题库) that people make of them.
 *
 * A record keeps its source's words; what people decide here (whose a name is, what belongs to a
 * collection) stands in tables of its own and survives the next import. Numbers of these enums are
 * stored: add at the end, never renumber.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_H

struct module;

enum patent_status {
    PATENT_DEAD = 0,
    PATENT_ALIVE = 1,
    PATENT_PENDING = 2,
    PATENT_STATUS_UNKNOWN = 9,
};

/* What a person said of a name. */
enum patent_verdict {
    PATENT_NAME_OPEN = 0,  /* nobody has looked yet */
    PATENT_NAME_OURS = 1,  /* it is the organisation of the park in `org` */
    PATENT_NAME_OTHER = 2, /* it is none of the park's */
};

extern const struct module patent_module;

#endif
