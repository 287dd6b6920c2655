#include "base/str.h"
#include "domain/matter/matter_rule.h"
#include "db/db.h"
