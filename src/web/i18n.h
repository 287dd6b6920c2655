/* Languages, for pages: base/i18n.h, which rooms below this one use too. */
#ifndef LIANYUAN_WEB_I18N_H
#define LIANYUAN_WEB_I18N_H

#include "base/i18n.h"

#endif
