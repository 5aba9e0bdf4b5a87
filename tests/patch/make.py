"""Writes the workbooks that tests/patch edits: a log among all that a workbook can hold beside cells.

Needs openpyxl, XlsxWriter and LibreOffice (`soffice`). Everything in them is invented. Run it in any folder:

    python3 tests/patch/make.py
"""

import datetime
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

HERE = Path(__file__).resolve().parent / "workbooks"
DAY = datetime.date

HEADINGS = ["Escalation No", "Child", "Concern", "Level of Need", "Date concern arose", "Stage", "Date resolved",
            "Outcome"]
ROWS = [[n, f"Child {n}", f"concern {n}, “delay” & drift", ["S17", "S47", "Early Help"][n % 3],
         DAY(2025, 3, 1) + datetime.timedelta(n), 1 + n % 3, DAY(2025, 4, n) if n % 2 else None,
         "agreed" if n % 2 else None] for n in range(1, 13)]


def by_openpyxl(name, around):
    """The log from row 4 down, with something around it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Log"
    sheet["A1"] = "Agency / School: Larkrise Primary"
    for column, heading in enumerate(HEADINGS, 1):
        sheet.cell(4, column, heading).font = Font(bold=True)
    for n, row in enumerate(ROWS, 5):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(n, column, value)
            if isinstance(value, DAY):
                cell.number_format = "dd/mm/yyyy"
    around(workbook, sheet)
    workbook.save(HERE / name)


def table(workbook, sheet):
    made = Table(displayName="Escalations", ref="A4:H16")
    made.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(made)
    sheet.freeze_panes = "B5"


def protected(workbook, sheet):
    sheet.protection.sheet = True
    sheet.protection.password = "not a secret"
    sheet.auto_filter.ref = "A4:H16"
    sheet.column_dimensions["A"].width = 9
    sheet.column_dimensions.group("C", "F", outline_level=1)
    sheet.row_dimensions[7].hidden = True
    sheet.row_dimensions[8].height = 40
    sheet.merge_cells("A1:D1")
    sheet.print_title_rows = "4:4"
    sheet["A2"].hyperlink = "https://example.org/procedure"
    workbook.defined_names["Numbers"] = DefinedName("Numbers", attr_text="Log!$A$5:$A$16")


def busy(workbook, sheet):
    sheet["B5"].comment = Comment("rung twice, no answer", "the school")
    sheet.conditional_formatting.add("F5:F16", ColorScaleRule("min", None, "FFFFFF", None, None, None,
                                                              "max", None, "FF8800"))
    sheet.conditional_formatting.add("F5:F16", CellIsRule("greaterThan", ["2"], fill=PatternFill(bgColor="FFFF00")))
    sheet.conditional_formatting.add("A5:A16", DataBarRule("min", None, "max", None, "638EC6"))
    levels = DataValidation("list", formula1='"Early Help,S17,S47"', allow_blank=True)
    levels.add("D5:D9")
    sheet.add_data_validation(levels)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=6, min_row=4, max_row=16), titles_from_data=True)
    sheet.add_chart(chart, "N2")
    other = workbook.create_sheet("Totals")
    other["A1"], other["B1"] = "open", '=COUNTBLANK(Log!G5:G16)'
    workbook.create_sheet("Hidden").sheet_state = "veryHidden"


def by_xlsxwriter():
    """Macros that are none, a picture, sparklines, rich text, a chart on its own sheet."""
    with tempfile.TemporaryDirectory() as folder:
        macros = Path(folder) / "vbaProject.bin"
        macros.write_bytes(b"no macros, but bytes that must stay\0\1\2" * 99)
        picture = Path(folder) / "dot.png"
        picture.write_bytes(png())
        workbook = xlsxwriter.Workbook(str(HERE / "xlsxwriter.xlsm"))
        workbook.add_vba_project(str(macros))
        sheet = workbook.add_worksheet("Log")
        date = workbook.add_format({"num_format": "dd/mm/yyyy", "border": 1})
        bold = workbook.add_format({"bold": True})
        for column, heading in enumerate(HEADINGS):
            sheet.write(3, column, heading, bold)
        for n, row in enumerate(ROWS, 4):
            for column, value in enumerate(row):
                if isinstance(value, DAY):
                    sheet.write_datetime(n, column, datetime.datetime.combine(value, datetime.time()), date)
                elif value is not None:
                    sheet.write(n, column, value)
        sheet.write_rich_string("A1", "Agency: ", bold, "Larkrise", " Primary")
        sheet.write_formula("J5", "=TODAY()-E5", None, 30)
        sheet.write_array_formula("L5:L7", "{=A5:A7*2}", None, 2)
        for row, value in ((5, 4), (6, 6)):
            sheet.write_number(row, 11, value)
        sheet.insert_image("N4", str(picture))
        sheet.add_sparkline("M5", {"range": "Log!A5:F5"})
        sheet.conditional_format("A5:A16", {"type": "data_bar", "data_bar_2010": True})
        sheet.data_validation("D5:D16", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
        sheet.insert_button("N20", {"macro": "none", "caption": "Nothing"})
        sheet.set_footer("&CConfidential &P")
        sheet.set_column("B:B", 30, bold)
        sheet.set_row(9, 30, bold)
        sheet.set_h_pagebreaks([20])
        sheet.ignore_errors({"number_stored_as_text": "A1:A20"})
        sheet.autofilter("A4:H16")
        lists = workbook.add_worksheet("Lists")
        lists.write_column("A1", ["Early Help", "S17", "S47"])
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Log!$F$5:$F$16"})
        workbook.add_chartsheet("Chart").set_chart(chart)
        workbook.close()


def png():
    """A picture of one dot."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x0c\x60\x90"))
            + chunk(b"IEND", b""))


def by_libreoffice():
    """A pivot table, formulas, and days counted from 1904."""
    cell = '<table:table-cell office:value-type="{}" office:value="{}"><text:p>{}</text:p></table:table-cell>'
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    formula = ('<table:table-cell table:formula="of:=[.A{0}]*2" office:value-type="float" office:value="{1}">'
               '<text:p>{1}</text:p></table:table-cell>')
    day = ('<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{}">'
           '<text:p>{}</text:p></table:table-cell>')
    rows = "<table:table-row>" + "".join(text.format(h) for h in ["Number", "Level", "Arose", "Twice"]) + (
        "</table:table-row>")
    for n, row in enumerate(ROWS, 2):
        rows += "<table:table-row>" + cell.format("float", row[0], row[0]) + text.format(row[3]) + day.format(
            row[4], row[4]) + formula.format(n, 2 * row[0]) + "</table:table-row>"
    flat = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">
<office:automatic-styles><number:date-style style:name="D"><number:day number:style="long"/><number:text>/</number:text>
<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="D"/></office:automatic-styles>
<office:body><office:spreadsheet>
<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>
<table:table table:name="Log">{rows}</table:table>
<table:table table:name="Pivot"><table:table-row><table:table-cell/></table:table-row></table:table>
<table:data-pilot-tables><table:data-pilot-table table:name="P" table:target-range-address="Pivot.A1:Pivot.B6">
<table:source-cell-range table:cell-range-address="Log.A1:Log.D13"/>
<table:data-pilot-field table:source-field-name="Level" table:orientation="row" table:used-hierarchy="0"/>
<table:data-pilot-field table:source-field-name="Number" table:orientation="data" table:function="count"/>
</table:data-pilot-table></table:data-pilot-tables>
</office:spreadsheet></office:body></office:document>"""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "libreoffice.fods"
        source.write_text(flat)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                        "xlsx:Calc MS Excel 2007 XML", "--outdir", str(HERE), str(source)], check=True)


def main():
    HERE.mkdir(exist_ok=True)
    by_openpyxl("table.xlsx", table)
    by_openpyxl("protected.xlsx", protected)
    by_openpyxl("busy.xlsx", busy)
    by_xlsxwriter()
    by_libreoffice()


if __name__ == "__main__":
    main()
