"""Writes the small workbooks that tests/reading.rs reads.

Needs openpyxl, msoffcrypto-tool and LibreOffice (`soffice`). Everything in them is invented. Run it in any folder:

    python3 tests/workbooks/make.py
"""

import datetime
import shutil
import subprocess
import tempfile
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).resolve().parent

HEADINGS = [
    "Agency / School & Escalation Number",
    "Child Name / DOB / Age",
    "Concern",
    "Level of Need",
    "Summary of Professional Disagreement",
    "Actions Undertaken Towards Resolution",
    "Outcome of Resolution",
    "Date concern arose",
    "Stage 2 began",
    "Date resolved",
]

DAY = datetime.date
ROWS = [
    [1, "AB / 03.04.2012 / 13", "Referral not accepted", "S17", "Threshold", "Telephone call", "Accepted",
     datetime.datetime(2025, 4, 3, 10, 15), DAY(2025, 4, 7), DAY(2025, 4, 10)],
    [2, "Sam Example", "Case closed", "s.47", "Closure, and “no further action”", "Letter", None, DAY(2025, 4, 22), None, "ongoing"],
    None,
    [3, "Case 4471 / 5 January 2014", "Café visits not arranged", "EH", "Delay", None, None, DAY(2025, 5, 6), "n/a", None],
    [4] + [None] * 9,
    ["*LSCPB will collate agency summaries"] + [None] * 9,
]


def log(workbook):
    """The log that every format holds."""
    sheet = workbook.active
    sheet.title = "Log"
    sheet.append(["Agency escalation summary log"])
    sheet.append(["Agency / School: Larkrise Primary"])
    sheet.append(HEADINGS)
    for row in ROWS:
        sheet.append(row or [])
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            if isinstance(cell.value, datetime.datetime):
                cell.number_format = "dd/mm/yyyy hh:mm"
            elif isinstance(cell.value, DAY):
                cell.number_format = "dd/mm/yyyy"
    return workbook


def formulas():
    """Two formulas that no program has calculated."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Escalation No", "Child", "Concern", "Date concern arose", "Stage 2 began", "Age"])
    sheet.append([1, "AB", "Threshold", DAY(2025, 4, 3), "=D2+4", "=5+8"])
    for cell in ("D2", "E2"):
        sheet[cell].number_format = "dd/mm/yyyy"
    return workbook


def hidden():
    """Headings in two merged rows, a hidden row, hidden columns and a hidden sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Open"
    sheet.append(["Our log"])
    sheet.append(["Escalation No", "Child", None, "Concern", "Outcome"])
    sheet.append([None, "Name", "DOB", None, None])
    sheet.append([1, "AB", DAY(2012, 4, 3), "Threshold", None])
    sheet.append([2, "CD", DAY(2014, 5, 6), "Drift", None])
    for merged in ("A1:E1", "A2:A3", "B2:C2"):
        sheet.merge_cells(merged)
    sheet.row_dimensions[5].hidden = True
    for column in "DE":
        sheet.column_dimensions[column].hidden = True
    closed = workbook.create_sheet("Closed")
    closed.append(["Escalation No", "Child", "Concern"])
    closed.append([3, "EF", "Delay"])
    closed.sheet_state = "hidden"
    return workbook


def two_tables():
    """Two agencies' tables in one sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in [
        ["Agency / School:", "Larkrise Primary"],
        ["Escalation No", "Child", "Concern"],
        [1, "AB", "Threshold"],
        [],
        [2, "CD", "Drift"],
        ["Agency / School:", "Oakfield Nursery"],
        ["Escalation No", "Child", "Concern", "Outcome"],
        [1, "EF", "Delay", "Agreed"],
        ["Completed by the safeguarding lead"],
    ]:
        sheet.append(row)
    return workbook


def notes():
    """Notes on two cells, one with its author's name before the text, as Excel writes it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Escalation No", "Child", "Concern", "Date concern arose"])
    sheet.append([1, "AB", "Threshold", DAY(2025, 4, 3)])
    sheet.append([2, "CD", "Drift", DAY(2025, 5, 6)])
    sheet["D2"].comment = Comment("date from the e-mail", "Safeguarding Lead")
    sheet["C3"].comment = Comment("Safeguarding Lead:\nask again,\nin writing", "Safeguarding Lead")
    return workbook


def soffice(work, *arguments):
    profile = f"-env:UserInstallation=file://{work}/profile"
    subprocess.run(["soffice", profile, "--headless", *arguments], check=True, capture_output=True, cwd=work)


def convert(work, source, filter_, target):
    """`source` saved by LibreOffice in another format, as `target` beside this script."""
    out = work / "out"
    shutil.rmtree(out, ignore_errors=True)
    soffice(work, "--convert-to", filter_, "--outdir", str(out), str(source))
    shutil.move(next(out.iterdir()), HERE / target)


def main():
    log(openpyxl.Workbook()).save(HERE / "log.xlsx")
    mac = openpyxl.Workbook()
    mac.epoch = CALENDAR_MAC_1904
    log(mac).save(HERE / "log-1904.xlsx")
    formulas().save(HERE / "formulas.xlsx")
    hidden().save(HERE / "hidden.xlsx")
    notes().save(HERE / "notes.xlsx")
    two_tables().save(HERE / "two-tables.xlsx")
    with (HERE / "log.xlsx").open("rb") as plain, (HERE / "locked.xlsx").open("wb") as locked:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", locked)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        convert(work, HERE / "log.xlsx", "xls:MS Excel 97", "log.xls")
        convert(work, HERE / "log.xlsx", "ods", "log.ods")
        convert(work, HERE / "log.xlsx", "xlsx:Calc MS Excel 2007 XML", "log-libreoffice.xlsx")
        # Comma, quotation marks where needed, Windows-1252, as formatted.
        convert(work, HERE / "log.xlsx", "csv:Text - txt - csv (StarCalc):44,34,1,1,,0,false,true", "log.csv")
        convert(work, HERE / "formulas.xlsx", "xlsx:Calc MS Excel 2007 XML", "calculated.xlsx")
        convert(work, HERE / "formulas.xlsx", "ods", "calculated.ods")
        convert(work, HERE / "formulas.xlsx", "xls:MS Excel 97", "calculated.xls")
        convert(work, HERE / "hidden.xlsx", "ods", "hidden.ods")
        convert(work, HERE / "hidden.xlsx", "xls:MS Excel 97", "hidden.xls")
        convert(work, HERE / "notes.xlsx", "ods", "notes.ods")
        convert(work, HERE / "notes.xlsx", "xls:MS Excel 97", "notes.xls")


if __name__ == "__main__":
    main()
