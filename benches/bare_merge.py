"""The bare merge of a folder of logs, with openpyxl or pandas: reads every row, writes them all on one sheet.

Called by `cargo bench -- merge` where python has the library; prints the seconds it took.
"""

import glob
import sys
import time


def with_openpyxl(folder, out):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Escalations")
    for path in sorted(glob.glob(folder + "/*.xlsx")):
        log = openpyxl.load_workbook(path, read_only=True)["Log"]
        for row in log.iter_rows(min_row=4, values_only=True):
            sheet.append(row)
    book.save(out)


def with_pandas(folder, out):
    import pandas

    logs = [pandas.read_excel(path, sheet_name="Log", header=2) for path in sorted(glob.glob(folder + "/*.xlsx"))]
    pandas.concat(logs).drop_duplicates().to_excel(out, index=False)


library, folder, out = sys.argv[1:]
merge = {"openpyxl": with_openpyxl, "pandas": with_pandas}[library]
__import__(library)
start = time.perf_counter()
merge(folder, out)
print(time.perf_counter() - start)
