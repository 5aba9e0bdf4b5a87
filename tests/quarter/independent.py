"""The figures of a quarterly workbook's summary, worked out again from its tables alone.

In: a workbook. Out: JSON, each figure by the name that it has in the workbook. Nothing is taken from the
summary but the period; no formula, no status and no word of timeliness is read: only dates and stages.
"""

import json
import statistics
import sys
from datetime import date, datetime, timedelta

import openpyxl

book = openpyxl.load_workbook(sys.argv[1], data_only=True)


def table(sheet, name):
    found = book[sheet].tables[name]
    rows = [[cell.value for cell in row] for row in book[sheet][found.ref]]
    lines = [dict(zip(rows[0], row)) for row in rows[1:]]
    return [line for line in lines if any(value not in (None, "") for value in line.values())]


def day(value):
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def named(name):
    sheet, cell = next(book.defined_names[name].destinations)
    return day(book[sheet][cell].value)


first, last, as_of = named("PeriodFrom"), named("PeriodTo"), named("AsOf")
through = min(last, as_of)
holidays = {day(line["Day"]) for line in table("About", "Holidays")}
rows = table("Escalations", "Escalations")
returns = table("Data quality", "Returns")
sources = table("Sources", "Sources")
listed = table("Set aside and conflicts", "Listed")
agencies = table("Agencies", "Agencies")
stages = sorted(int(name.split()[1]) for name in rows[0] if name.startswith("Stage ") and name.endswith(" ended"))


def months_before(when, months):
    years, month = divmod(when.year * 12 + when.month - 1 - months, 12)
    return date(years, month + 1, 1)


def between(row, heading, start, end):
    return day(row.get(heading)) is not None and start <= day(row[heading]) <= end


def working_days(start, end):
    days = (start + timedelta(n) for n in range(1, (end - start).days + 1))
    return sum(d.weekday() < 5 and d not in holidays for d in days)


def raised(start, end):
    count = sum(between(row, "Concern arose", start, end) for row in rows)
    earlier = any(day(row["Concern arose"]) and day(row["Concern arose"]) < start for row in rows)
    sent = [line["For quarter"] or "" for line in sources if line["File id"] not in (None, "by hand")]
    given = {quarter for line in sent for quarter in line.split("; ")}
    its_own = f"{start.year}-Q{(start.month + 2) // 3}" in given
    return count if its_own or ("" in given and (count or earlier)) else "not known"


def is_open(row):
    concern, resolved = day(row["Concern arose"]), day(row["Date resolved"])
    return not (concern and concern > as_of) and not (resolved and resolved <= as_of)


def is_overdue(row):
    due = day(row.get(f"Stage {row['Stage']} due"))
    return is_open(row) and due is not None and due < as_of


def is_in_time(row, n):
    due, ended = row[f"Stage {n} due"], row[f"Stage {n} ended"]
    timed = any(moment.time() == datetime.min.time() for moment in (due, ended))
    return day(ended) <= day(due) if timed else ended <= due


year_ago = months_before(first, 12)
figures = {
    "Raised": sum(between(row, "Concern arose", first, through) for row in rows),
    "RaisedBefore": raised(months_before(first, 3), first - timedelta(1)),
    "RaisedYearAgo": raised(year_ago, months_before(first, 9) - timedelta(1)),
    "ResolvedInQuarter": sum(between(row, "Date resolved", first, through) for row in rows),
    "OpenNow": sum(map(is_open, rows)),
    "OverdueNow": sum(map(is_overdue, rows)),
    "NotKnownNow": sum(is_open(row) and row["Status"] == "unknown" for row in rows),
}
open_pair = [
    line
    for line in listed
    if line["What"] == "perhaps one disagreement" and line["In the table"] == "yes" and not line["Keep"]
]
figures["PairsNow"] = len(open_pair) // 2
figures["AgenciesListed"] = sum(bool(line["Agency"]) for line in agencies)
for name, word in [("Received", "received"), ("Nil", "nil"), ("Missing", "missing"), ("Unread", "not read")]:
    figures["Returns" + name] = sum(line["Return"] == word for line in returns)
for n in stages:
    ended = [row for row in rows if between(row, f"Stage {n} ended", first, through)]
    if f"Stage {n} due" in rows[0]:
        judged = [is_in_time(row, n) for row in ended if day(row[f"Stage {n} due"])]
        figures[f"Stage{n}InTime"], figures[f"Stage{n}Late"] = sum(judged), len(judged) - sum(judged)
        figures[f"Stage{n}Share"] = sum(judged) / len(judged) if judged else "–"
    began = "Concern arose" if n == 1 else f"Stage {n} began"
    took = [working_days(day(row[began]), day(row[f"Stage {n} ended"])) for row in ended if day(row[began])]
    figures[f"Stage{n}MedianDays"] = statistics.median(took) if took else "–"
    if n + 1 in stages:
        figures[f"Stage{n}WentOn"] = sum(between(row, f"Stage {n + 1} began", first, through) for row in rows)
print(json.dumps(figures))
