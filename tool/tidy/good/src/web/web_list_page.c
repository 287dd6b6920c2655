#include "domain/matter/matter.h"
