"""Prints what openpyxl reads in workbooks: a line of JSON for each file named, with every cell of every sheet.

    python3 tests/patch/read.py FILE…

A cell is its value with its type, its formula where it has one, and the look it is given. A file that openpyxl
can't open has `error` instead.
"""

import json
import sys
import warnings
import zlib

import openpyxl

warnings.simplefilter("ignore")


LOOKS = {}


def look(cell):
    """The cell's own format, by what it says and not by its number."""
    key = (id(cell.parent.parent), cell.style_id)
    if key not in LOOKS:
        font, fill, alignment = cell.font, cell.fill, cell.alignment
        parts = [cell.number_format, font.name, font.sz, font.b, font.i, font.color, fill.fill_type, fill.fgColor
                 if fill.tagname == "patternFill" else "", cell.border, alignment.wrap_text, cell.protection]
        LOOKS[key] = format(zlib.crc32("|".join(map(str, parts)).encode()), "08x")
    return LOOKS[key]


def said(cell):
    value = cell.value
    if not isinstance(value, (str, int, float, bool, type(None))):
        value = getattr(value, "text", None) or str(value)
    return [type(value).__name__, value]


def read(path):
    """Formulas are read first, then the values stored with them; a cell is both, and its look."""
    found = {}
    books = [openpyxl.load_workbook(path, data_only=stored, keep_vba=path.endswith("m")) for stored in (False, True)]
    for formulas, values in zip(*(book.worksheets for book in books)):
        cells = found.setdefault(formulas.title, {})
        # Only cells that are there: a sheet may have one in its very last column.
        for (row, column), cell in sorted(formulas._cells.items()):
            if cell.value is not None or cell.has_style:
                cells[cell.coordinate] = [said(cell), said(values._cells[row, column]), look(cell)]
    LOOKS.clear()
    return found


for path in sys.argv[1:]:
    try:
        answer = {"file": path, "sheets": read(path)}
    except Exception as error:  # whatever stops openpyxl is what we want to know
        answer = {"file": path, "error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, ensure_ascii=False))
