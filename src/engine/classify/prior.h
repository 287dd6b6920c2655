/*
 * What is known of a class before any text of it was seen: the words that people use for that field
 * of public service. A park with few closed matters starts from them; its own texts soon outweigh
 * them.
 */
#ifndef LIANYUAN_ENGINE_CLASSIFY_PRIOR_H
#define LIANYUAN_ENGINE_CLASSIFY_PRIOR_H

#include "base/str.h"

/* Words parted by blanks, for a class of that name; STR_NULL when none are known. */
struct str classify_prior(struct str label);

#endif
