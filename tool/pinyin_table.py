#!/usr/bin/env python3
"""Writes src/base/pinyin_table.c: the first letter of the reading of every character from U+4E00 to
U+9FFF, from the Unicode database's kMandarin (Debian: unicode-data).

    tool/pinyin_table.py [Unihan_Readings.txt.bz2] > src/base/pinyin_table.c
"""
import bz2
import sys
import unicodedata

FROM, TO, WIDTH = 0x4E00, 0xA000, 88
path = sys.argv[1] if len(sys.argv) > 1 else '/usr/share/unicode/Unihan_Readings.txt.bz2'
letters = [' '] * (TO - FROM)
version = ''
for line in bz2.open(path, 'rt', encoding='utf-8'):
    if line.startswith('# Unicode version:'):
        version = line.split(':')[1].strip()
    parts = line.rstrip('\n').split('\t')
    if len(parts) != 3 or parts[1] != 'kMandarin':
        continue
    at = int(parts[0][2:], 16) - FROM
    if 0 <= at < len(letters):  # the first reading, without its tone; the last beginning is z
        letters[at] = unicodedata.normalize('NFD', parts[2].split(' ')[0])[0]
text = ''.join(letters).rstrip()
print(f'''/* Written by tool/pinyin_table.py from the Unicode database {version} (Unihan, kMandarin): one letter for
 * each character from U+{FROM:04X}, a blank where no reading is known.
 *
 * Copyright (C) 1991-2022 Unicode, Inc. All rights reserved. Permission is hereby granted, free of
 * charge, to any person obtaining a copy of the Unicode data files and any associated documentation
 * to deal in the data files without restriction, including the rights to use, copy, modify, merge,
 * publish, distribute and sell copies, provided that this notice appears with all copies. The data
 * files are provided "as is", without warranty of any kind. Modified: only the first letter of the
 * first reading is kept. */
#include "base/pinyin.h"

const char pinyin_letters[] =''')
for i in range(0, len(text), WIDTH):
    end = ';' if i + WIDTH >= len(text) else ''
    print(f'    "{text[i:i + WIDTH]}"{end}')
print('const size_t pinyin_letter_n = sizeof pinyin_letters - 1;')
