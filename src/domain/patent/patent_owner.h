/*
 * Whose a collection is, and who may change it.
 *
 * It belongs to its owner and to the organisation in which the owner worked when it was made or
 * taken over: everybody there who keeps collections may change it, and so may coordinators, and
 * those whom the owner named to work on it. All others who may see patents read it. Whom it is
 * handed to and who else works on it is for the owner, the head of that organisation and
 * coordinators to say. Those who were handed a part to read judge that part alone (patent.read).
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_OWNER_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_OWNER_H

#include "base/vec.h"
#include "core/ctx.h"

enum { PATENT_EDITORS_MAX = 50, PATENT_SETS_MAX = 1000 /* of a park: lists show them all */ };

/* Who can be an owner, or be named: the roles that keep collections. */
#define PATENT_KEEPERS (ROLE_COORDINATOR | ROLE_DEPARTMENT | ROLE_HEAD)

struct patent_editor {
    struct person_id person;
    struct str name, given_by;
    int64_t at;
};
typedef VEC(struct patent_editor) patent_editors;

struct patent_owner {
    struct patent_set_id set;
    struct str name; /* of the collection */
    struct person_id person;
    struct str person_name, org_name; /* org_name: "" of who belongs to none */
    struct org_id org;
    int64_t stirred; /* grows with every change of what belongs to the collection */
    patent_editors editors;
    bool may_change, may_give; /* the actor: change it; name editors and hand it over */
};
/* ERR_NOT_FOUND in words. */
enum err patent_owner_of(struct ctx *ctx, struct patent_set_id set, struct patent_owner *out);

/* The same, for who names editors or hands it over; else ERR_DENIED. */
enum err patent_owner_to_give(struct ctx *ctx, struct patent_set_id set, struct patent_owner *out);

/* The row of a collection that the actor may change; ERR_DENIED says whom to ask. Acts, their
 * prepare steps and their pages begin with it. out may be NULL. */
struct sql_patent_set_get_row;
enum err patent_set_own(struct ctx *ctx, int64_t set, struct sql_patent_set_get_row *out);

/* Says inside an act that what belongs to the collection has changed. */
enum err patent_set_stir(struct ctx *ctx, struct patent_set_id set);
/* Now, or since: ERR_CONFLICT when the collection was stirred since `stirred` was read. */
enum err patent_set_stirred(struct ctx *ctx, struct patent_set_id set, int64_t *out);
enum err patent_set_still(struct ctx *ctx, struct patent_set_id set, int64_t stirred);

/* The collection that is called so, or the only one whose name holds the word. ERR_INVALID lists
 * those that hold it, or says that none does. */
enum err patent_set_named(struct ctx *ctx, struct str word, int64_t *out_set);

/* The park's collections, newest first, as commands list them. */
struct patent_owned {
    struct patent_set_id id;
    struct str name, query, note, owner, hash;
    struct org_id org;
    bool list, may_change; /* list: of pasted numbers */
    int32_t cutoff;
    int64_t version, created, seq, n; /* seq, n, hash: the newest frozen version, 0 and "": none */
};
typedef VEC(struct patent_owned) patent_owned;
enum err patent_owned_list(struct ctx *ctx, patent_owned *out);

#endif
