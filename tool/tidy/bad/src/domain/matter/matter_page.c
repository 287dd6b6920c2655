#include "web/req.h"
#include "domain/matter/matter_find.h"
#include "db/db.h"
