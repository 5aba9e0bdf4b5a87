"""Prints what openpyxl reads in workbooks: a line of JSON for each file named, with every cell of every sheet.

    python3 tests/patch/read.py FILE…

A cell is its value with its type, its formula where it has one, and the look it is given. A file that openpyxl
can't open has `error` instead.
"""

import json
import sys
import warnings

import openpyxl
from openpyxl.cell.rich_text import CellRichText

warnings.simplefilter("ignore")


def look(cell):
    """The cell's own format, by what it says and not by its number."""
    font, fill, alignment = cell.font, cell.fill, cell.alignment
    parts = [cell.number_format, font.name, font.sz, font.b, font.i, font.color, fill.fill_type,
             getattr(fill, "fgColor", None), cell.border, alignment.wrap_text, alignment.horizontal, cell.protection]
    return "|".join(" ".join(str(part).split()) for part in parts)


def said(cell):
    value = cell.value
    if isinstance(value, CellRichText):
        value = str(value)
    if not isinstance(value, (str, int, float, bool, type(None))):
        value = getattr(value, "text", None) or str(value)
    return [type(value).__name__, value, look(cell)]


def read(path):
    """Formulas are read first, then the values stored with them."""
    found = {}
    for name, stored in (("formulas", False), ("values", True)):
        workbook = openpyxl.load_workbook(path, data_only=stored, keep_vba=path.endswith("m"))
        for sheet in workbook.worksheets:
            cells = {cell.coordinate: said(cell) for row in sheet.iter_rows() for cell in row
                     if cell.value is not None or cell.has_style}
            found.setdefault(sheet.title, {})[name] = cells
    return found


for path in sys.argv[1:]:
    try:
        answer = {"file": path, "sheets": read(path)}
    except Exception as error:  # whatever stops openpyxl is what we want to know
        answer = {"file": path, "error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, ensure_ascii=False))
