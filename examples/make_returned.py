"""Writes examples/returned/: eight invented agencies' logs, as agencies return them, and what is true of them.

In: nothing but this file. Out: the eight logs, expected.json and the tables of README.md.
Needs openpyxl, and LibreOffice (`soffice`) for the ods. Every agency, child, date and number is made up.

    python3 -m venv ~/escalog-examples && ~/escalog-examples/bin/pip install openpyxl
    ~/escalog-examples/bin/python examples/make_returned.py

expected.json is worked out here, from the dates below and Liverpool's four limits, and not by escalog: a test can hold
the engine against it.
"""

import csv
import io
import json
import re
import subprocess
import tempfile
import textwrap
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins

OUT = Path(__file__).parent / "returned"
AS_OF = date(2025, 6, 30)
QUARTER = (date(2025, 4, 1), date(2025, 6, 30))
# Liverpool: Day 1 is the day of the concern, so Day N is N - 1 calendar days later.
LAST_DAY = {1: 2, 2: 9, 3: 16, 4: 23}

SEVEN = [
    ("number", "Agency / School & Escalation Number"),
    ("child", "Child Name / DOB / Age"),
    ("concern", "Concern"),
    ("level", "Level of Need"),
    ("dispute", "Summary of Professional Disagreement"),
    ("actions", "Actions Undertaken Towards Resolution"),
    ("outcome", "Outcome of Resolution"),
]
HEADERS = dict(SEVEN) | {
    "c": "Date concern arose",
    "stage": "Stage",
    "s2": "Stage 2 began",
    "s3": "Stage 3 began",
    "s4": "Stage 4 began",
    "r": "Date resolved",
    "confirmed": "Outcome confirmed in writing",
    "risk": "Immediate risk",
    "cp": "CP plan / looked after",
    "iro": "IRO notified",
    "sooner": "Resolve sooner by",
    "to": "Receiving agency",
    "theme": "Theme",
    "app2": "Appendix 2 sent",
}
DATES = ("c", "s2", "s3", "s4", "r", "confirmed", "iro", "sooner", "app2")
TITLE = "AGENCY ESCALATION SUMMARY LOG"
FORM_NOTE = (
    "*LSCPB will collate agency summaries for LSCPB monitoring purposes. Summaries to be returned as requested. "
    "**Agency / School Escalation number is that allocated to identify the case by the agency or school."
)


# --- rows ---------------------------------------------------------------------------------------------------------------


def day(written):
    """The date that a value means, or None: "3/4" is in 2025, a pair is (what it means, what the agency typed)."""
    if isinstance(written, tuple):
        return day(written[0])
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    if isinstance(written, str) and re.fullmatch(r"\d{1,2}/\d{1,2}", written):
        d, m = map(int, written.split("/"))
        return date(2025, m, d)
    return None


def typed(written):
    """What stands in the cell: a date where it is one, else the agency's own text."""
    if isinstance(written, tuple):
        return written[1]
    if isinstance(written, datetime):
        return written
    return day(written) or written


def born(text):
    d, m, y = map(int, text.split("/"))
    return date(y, m, d)


def age(birth, on):
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def row(number, child, concern, level, dispute, actions, outcome, **more):
    """One escalation. In the texts {c}, {s2} … {r} stand for that date, {c+3} for three days after it."""
    known = {key: day(more.get(key)) for key in DATES}

    def told(match):
        moment = known[match[1]] + timedelta(days=int(match[2] or 0))
        return f"{moment.day}/{moment.month}"

    def complete(text):
        return re.sub(r"\{(\w+)(\+\d+)?\}", told, text)

    texts = dict(concern=concern, dispute=dispute, actions=actions, outcome=outcome)
    return {"number": number, "child": child, "level": level, **{k: complete(v) for k, v in texts.items()}, **more}


def children(entry, on, style):
    """`entry` is the cell's own text, or [(name, date of birth), …] put together the way the agency does it."""
    if isinstance(entry, str):
        return entry
    if on is None or on > AS_OF:
        on = date(2025, 5, 1)
    return "\n".join(style(name, born(dob), age(born(dob), on)) for name, dob in entry)


def slashed(name, dob, years):
    return f"{name} / {dob:%d/%m/%Y} / {years}"


def stacked(name, dob, years):
    return f"{name}\nDOB: {dob:%d/%m/%Y}\nAge {years}"


def commas(name, dob, years):
    return f"{name}, {dob:%d.%m.%y}, {years}yrs"


def short(name, dob, years):
    return f"{name} (d.o.b. {dob.day}/{dob.month}/{dob:%y}) {years}"


# --- what is true of them -----------------------------------------------------------------------------------------------


def stage_of(entry):
    """The highest stage that began by the day of the count, or that the row says without a later day for it."""
    said = re.fullmatch(r"(?:stage )?([1-4])", str(entry.get("stage", "")).lower())
    stated = int(said[1]) if said else 1
    began = [n for n in (2, 3, 4) if (day(entry.get(f"s{n}")) or date.max) <= AS_OF]
    later = (day(entry.get(f"s{stated}")) or date.min) > AS_OF
    return max([1, *began, 1 if later else stated])


def due(entry, stage):
    concern = day(entry.get("c"))
    if concern is None or concern.year > AS_OF.year:
        return None
    return min(concern + timedelta(days=LAST_DAY[stage] - 1), day(entry.get("sooner")) or date.max)


def ends(entry):
    """(stage, the day it ended) for each stage whose end is recorded."""
    began = {n: day(entry.get(f"s{n}")) for n in (2, 3, 4)}
    resolved = day(entry.get("r"))
    found = [(n - 1, began[n]) for n in (2, 3, 4) if began[n]]
    if resolved:
        found.append((max([1, *(n for n in began if began[n] and began[n] <= resolved)]), resolved))
    return found


def is_open(entry):
    concern, resolved = day(entry.get("c")), day(entry.get("r"))
    return not (concern and concern > AS_OF) and not (resolved and resolved <= AS_OF)


def is_overdue(entry):
    limit = due(entry, stage_of(entry))
    return is_open(entry) and limit is not None and limit < AS_OF


def is_raised(entry):
    concern = day(entry.get("c"))
    return concern is not None and QUARTER[0] <= concern <= QUARTER[1]


def fault(cell, kind, what):
    return {"cell": cell, "kind": kind, "what": what}


def truth(placed, faults):
    """`placed` is [(sheet row, row), …]."""
    rows = [entry for _, entry in placed]
    in_time = {str(n): {"in_time": 0, "late": 0} for n in LAST_DAY}
    for entry in rows:
        for stage, ended in ends(entry):
            limit = due(entry, stage)
            if limit and QUARTER[0] <= ended <= QUARTER[1]:
                in_time[str(stage)]["in_time" if ended <= limit else "late"] += 1
    stages = Counter(str(stage_of(entry)) for entry in rows if is_raised(entry))
    return {
        "rows": len(rows),
        "sheet_rows": [at for at, _ in placed],
        "raised_in_q2": sum(map(is_raised, rows)),
        "open_on_2025_06_30": sum(map(is_open, rows)),
        "open_sheet_rows": [at for at, entry in placed if is_open(entry)],
        "open_but_outcome_written": sum(is_open(e) and bool(e["outcome"]) for e in rows),
        "overdue_on_2025_06_30": sum(map(is_overdue, rows)),
        "overdue_sheet_rows": [at for at, entry in placed if is_overdue(entry)],
        "raised_by_stage": dict(sorted(stages.items())),
        "stages_ended_in_q2": in_time,
        "faults": faults,
    }


# --- sheets -------------------------------------------------------------------------------------------------------------


def fill(colour):
    return PatternFill("solid", start_color=colour, end_color=colour)


def box(style="thin", colour="000000"):
    side = Side(style=style, color=colour)
    return Border(left=side, right=side, top=side, bottom=side)


def put(sheet, at, value, font=None, shade=None, border=None, align=None, form=None):
    cell = sheet[at]
    cell.value = value
    for name, style in (("font", font), ("fill", shade), ("border", border), ("alignment", align), ("number_format", form)):
        if style:
            setattr(cell, name, style)


WRAP = Alignment(wrap_text=True, vertical="top")
MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="center")
WIDTHS = {"number": 14, "child": 20, "concern": 34, "level": 10, "dispute": 38, "actions": 42, "outcome": 34, "stage": 7,
          "to": 18, "theme": 16}


def fit(sheet, line, widths, font):
    """Sets the line's height to what its wrapped text needs, as a spreadsheet program does while one types."""
    room = 11.2 / font.size * (0.86 if font.name in ("Verdana", "Comic Sans MS") else 1.0)
    most = 1
    for cell, width in zip(sheet[line], widths):
        paragraphs = str(cell.value or "").split("\n") if not isinstance(cell.value, date) else [""]
        most = max(most, sum(len(textwrap.wrap(text, max(3, int(width * room)))) or 1 for text in paragraphs))
    sheet.row_dimensions[line].height = round(most * font.size * 1.32 + 3)


def table(sheet, top, keys, rows, head, font, shade, border, form, headers=HEADERS, people=slashed, gaps=(), widths=()):
    """Writes header and rows from line `top` on, and gives [(sheet row, row)]. A line stays empty before each row in `gaps`."""
    widths = WIDTHS | dict(zip(keys, widths))
    letters = {key: get_column_letter(i) for i, key in enumerate(keys, 1)}
    for key, letter in letters.items():
        put(sheet, f"{letter}{top}", headers[key], head, shade, border, MIDDLE)
        sheet.column_dimensions[letter].width = widths.get(key, 12)
    across = [widths.get(key, 12) for key in keys]
    fit(sheet, top, across, head)
    placed, at = [], top
    for i, entry in enumerate(rows):
        at += 2 if i in gaps else 1
        for key, letter in letters.items():
            value = typed(entry.get(key))
            if key == "child":
                value = children(entry["child"], day(entry.get("c")), people)
            shown = form if isinstance(value, date) else None
            put(sheet, f"{letter}{at}", value or None, font, None, border, WRAP, shown)
        fit(sheet, at, across, font)
        placed.append((at, entry))
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return placed


def book(name):
    workbook = Workbook()
    workbook.active.title = name
    workbook.active.sheet_properties.pageSetUpPr.fitToPage = True
    return workbook, workbook.active


def save(workbook, name):
    """The same bytes every time: the file's own clock readings are set to the day the log was returned."""
    returned = datetime(2025, 7, 2, 9, 30)
    workbook.properties.creator = "Safeguarding"
    workbook.properties.created = returned
    raw = io.BytesIO()
    workbook.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-07-02T09:30:00Z", content)
            new.writestr(zipfile.ZipInfo(part, (2025, 7, 2, 9, 30, 0)), content, zipfile.ZIP_DEFLATED)


# --- 1. a primary school: the paper form typed into a sheet, its empty lines and its footnote with it ---------------------

THIMBLEWICK = [
    row("Thimblewick Primary\nTPS 1", [("Poppy Thistledown", "14/9/2017")],
        "Disclosed to class teacher that there is no food at home at weekends. Younger brother always hungry. Home conditions "
        "poor when attendance officer visited.",
        "Level 3",
        "Referral 1/4 returned as 'does not meet threshold, Early Help'. School consider S17, EHAT already tried and family "
        "withdrew.",
        "1/4 DSL spoke to duty SW. 2/4 HT to Team Manager, sent chronology. 3/4 TM agreed to look again.",
        "Resolved stage 1. Accepted for C&F assessment 3/4."),
    row("Thimblewick Primary\nTPS 2", [("Jasper Quillfeather", "2/2/2015"), ("Hazel Quillfeather", "21/11/2018")],
        "DV incident in the home at Easter witnessed by both children. School only found out from the children.",
        "S17",
        "No Operation Encompass notification received. Police said it was sent, school have no record of it. Disagreement about "
        "information sharing.",
        "23/4 spoke to police safeguarding hub. 24/4 DSL to DS. 24/4 e-mail address for notifications found to be an old one.",
        "Resolved stage 1 on 24/4. Address corrected and tested."),
    row("Thimblewick Primary\nTPS 3", [("Wren Applecart", "30/6/2019")],
        "Bruise to upper arm, different explanations from mum and child.",
        "S47",
        "Strategy discussion held without school. Outcome NFA. School do not agree, medical not considered.",
        "7/5 spoke to SW, 8/5 to TM. 12/5 School Improvement Officer Safeguarding to Service Manager. Strategy meeting reconvened "
        "15/5 with school and health.",
        "Medical took place 15/5. S47 completed. Resolved at stage 2 - 15/5"),
    row("Thimblewick Primary\nTPS 4", [("Barnaby Pennywhistle", "8/12/2013")],
        "CIN plan being closed. Attendance 61%. Mum's alcohol use as before.",
        "CIN",
        "SW wants to step down to Early Help with school as lead. School do not agree, nothing has changed.",
        "20/5 DSL told SW at CIN meeting. 21/5 DSL / HT to TM. 3/6 School Improvement Officer Safeguarding chasing Service Manager, "
        "no reply. 17/6 chased again.",
        "Not yet resolved. Case still open to CIN in the meantime."),
    row("Thimblewick Primary\nTPS 5", [("Clover Buttercross", "19/3/2016")],
        "Anxiety, not sleeping, talks about wanting to disappear.",
        "Early Help",
        "CAMHS closed referral after one missed appointment. Letter went to old address.",
        "9/6 school to CAMHS duty worker. 10/6 DSL to CAMHS team lead, appointment re-offered.",
        "Resolved. Seen 19/6."),
    row("Thimblewick Primary\nTPS 6", [("Bramble Oakapple", "5/7/2020")],
        "Collected twice by adult smelling of alcohol, driving.",
        "S17",
        "MASH say information only. School think this needs an assessment.",
        "25/6 spoke to MASH. 26/6 HT to Team Manager, awaiting call back.",
        ""),
]


def thimblewick():
    workbook, sheet = book("Escalation Log")
    font, bold = Font(name="Arial", size=10), Font(name="Arial", size=10, bold=True)
    put(sheet, "A1", f"Appendix 1: *{TITLE}", Font(name="Arial", size=14, bold=True))
    put(sheet, "A2", "A summary of cases escalated for resolution should be collated and retained by all organisations.", font)
    put(sheet, "A3", "(For completion by Line Manager - Stage 1 / Line Manager & Safeguarding Representative – Stage 2)",
        Font(name="Arial", size=9, italic=True))
    put(sheet, "A5", "Agency / School: Thimblewick Primary School", Font(name="Arial", size=12, bold=True))
    for line in (1, 2, 3, 5):
        sheet.merge_cells(f"A{line}:G{line}")
    headers = HEADERS | {"number": "**Agency / School &\nEscalation Number"}
    keys = [key for key, _ in SEVEN]
    placed = table(sheet, 7, keys, THIMBLEWICK, bold, font, fill("D9D9D9"), box(), None, headers, stacked,
                   widths=(17, 20, 30, 10, 32, 36, 28))
    for line in range(14, 18):
        sheet.row_dimensions[line].height = 42
        for letter in "ABCDEFG":
            put(sheet, f"{letter}{line}", None, border=box())
    put(sheet, "A19", FORM_NOTE, Font(name="Arial", size=8, italic=True), align=WRAP)
    sheet.merge_cells("A19:G19")
    sheet.row_dimensions[19].height = 26
    save(workbook, "thimblewick-primary-school.xlsx")
    return truth(placed, [fault("A7:G7", "no-date-column", "the form has no date columns; the dates are in the free text")])


# --- 2. a family support charity: the bare form again, initials and case numbers, nobody set the widths -------------------

COBBLEGATE = [
    row("CFS 11", "A.B. 11/04/2014 11", "Young carer for mum (MS). Missing school to collect prescriptions.", "EH",
        "School would not release attendance figures to the Early Help meeting without a form that does not exist in our agency.",
        "Family worker rang attendance lead 31/3. Manager to HT 1/4.", "Resolved 1/4, figures brought to the meeting."),
    row("CFS 12", "Case 40718", "Mum's new partner has history with children's services in another area.", "Section 17",
        "SW closed assessment before reply from other authority. We disagree with case closure.",
        "Spoke to SW 10/4. Our manager spoke to TM 11/4. Our safeguarding rep to Service Manager 16/4.",
        "Resolved 17/4 - assessment kept open until the reply is in."),
    row("CFS 13", "K.T. (8) and M.T. (5)", "Children on CP plan, neglect. Core groups cancelled twice running.", "CP",
        "Drift. No core group in 9 weeks, no written plan since conference.",
        "29/4 raised w. SW\n30/4 manager to TM, IRO copied in\n8/5 safeguarding rep to Safeguarding Unit\n"
        "15/5 to LSCPB representative, App. 2 sent",
        "Core group 20/5 with new SW, dates set for three months. Resolved stage 3."),
    row("CFS 14", "R.D. 02/2010 (15)", "Staying away overnight, new phone, older boyfriend. CSE screening tool = medium.", "S.17",
        "Differing views of risk. Police say not a missing child as mum 'knows roughly where she is'.",
        "12.5.25 - worker to PC\n13.5.25 - manager to DS\n14.5.25 - DS agreed to flag and attend MACE",
        "Agreed 14.5.25"),
    row("CFS 15", "Unborn baby G (EDD 22/08/25)", "Previous two children removed. Concealed until 24 weeks.", "S47",
        "Pre-birth assessment not started. SW says wait until 30 weeks, we and midwife say start now.",
        "2/6 to SW; 3/6 to TM; 5/6 safeguarding rep to Service Manager with midwife",
        "Allocated 9/6."),
    row("CFS 16", "L.W. 30/01/2018 7", "Dad has told us of mum's relapse. Mum says not true.", "CIN",
        "GP practice refuse to share information without consent. We think it is needed for CIN plan.",
        "11/6 rang practice manager. 12/6 our manager to safeguarding GP. 18/6 safeguarding rep to Named GP - waiting.",
        "ongoing"),
    row("CFS 17", "Case 40802", "Eviction due 27/6, four children, B&B out of area.", "Early Help",
        "Housing say no duty. Nobody will say who is lead professional.",
        "25/6 to housing officer, 26/6 manager to housing manager", ""),
]


def cobblegate():
    workbook, sheet = book("Sheet1")
    font, bold = Font(name="Calibri", size=11), Font(name="Calibri", size=11, bold=True)
    put(sheet, "A1", TITLE, bold)
    put(sheet, "A2", "Agency / School: Cobblegate Family Support", font)
    keys = [key for key, _ in SEVEN]
    placed = table(sheet, 3, keys, COBBLEGATE, bold, font, fill("E2EFDA"), box(), None, widths=(10, 15, 26, 9, 30, 34, 22))
    workbook.create_sheet("Sheet2")
    workbook.create_sheet("Sheet3")
    save(workbook, "cobblegate-family-support.xlsx")
    return truth(placed, [fault("A3:G3", "no-date-column", "the form has no date columns; the dates are in the free text")])


# --- 3. a health trust: tidy, with real dates, kept by the named nurse's office -------------------------------------------

CSC = "Children's Services"
FERRYBRIDGE = [
    row("FNCT/24-25/061", [("Linnet Marblethwaite", "12/10/2021")], "Weight faltering, three missed dietetic appointments.", "S17",
        "HV referral closed at MASH as 'medical issue'. HV view is neglect of medical need.",
        "{c} HV to SW. {s2} Named Nurse to Service Manager. {s3} Designated Nurse to Assistant Director. Meeting held {r}.",
        "Resolved stage 3. S17 assessment agreed, joint visit with dietitian.",
        c="18/3", stage=3, s2="20/3", s3="27/3", r="2/4", confirmed="4/4", risk="No", cp="No", to=CSC, theme="Threshold",
        app2="28/3"),
    row("FNCT/24-25/064", [("Rowan Featherstitch", "3/3/2010")], "Overdose, third attendance in 6 weeks. Discharged home.", "S17",
        "Ward believe discharge unsafe until social care assessment. SW view is mental health need only.",
        "{c} ward sister to EDT. {s2} Named Nurse to Service Manager, safety plan shared. {r} joint discharge meeting.",
        "Resolved stage 2. Joint plan with CAMHS and SW.",
        c="26/3", stage=2, s2="27/3", r="2/4", confirmed="3/4", risk="Yes", cp="No", to=CSC, theme="Level of need"),
    row("FNCT/24-25/065", [("Teasel Bumblecombe", "17/1/2024")], "CP plan (physical abuse). Plan says no unsupervised contact with "
        "mother's partner; found alone with baby at HV visit.", "S47",
        "SW will not call review conference early. HV dissents, recorded at core group.",
        "{c} HV to SW. {s2} Named Nurse to Safeguarding Unit. {s3} LSCPB reps met, mediated. {s4} to LSCP Board member.",
        "Board member's recommendation {r}: conference brought forward to 24/4. Accepted by all.",
        c="28/3", stage=4, s2="31/3", s3="7/4", s4="14/4", r="17/4", confirmed="17/4", risk="No", cp="CP plan", iro="31/3", to=CSC,
        theme="CP plan dissent", app2="8/4"),
    row("FNCT/25-26/001", [("Fern Gooseberry", "25/5/2022")], "Not brought to four speech therapy appointments.", "Early Help",
        "Nursery declined to lead EHAT, said health should.", "{c} therapist to nursery. {r} team lead to nursery manager.",
        "Nursery to lead, health to attend.",
        c="1/4", stage=1, r="2/4", risk="No", cp="No", to="Nursery", theme="Roles"),
    row("FNCT/25-26/002", [("Sorrel Inkwell", "9/8/2011")], "Self-harm. School nurse told of sexual assault by a peer.", "S47",
        "Strategy meeting held without health.", "{c} SN to SW. {s2} Named Nurse to Service Manager. Meeting re-run {r}.",
        "Health now invited, minutes corrected.",
        c="3/4", stage=2, s2="4/4", r="10/4", confirmed="11/4", risk="No", cp="No", to=CSC, theme="CP procedures"),
    row("FNCT/25-26/003", [("Alder Candlewick", "2/11/2023")], "Mother's perinatal mental health, safety of baby.", "S17",
        "Adult mental health would not share risk assessment with HV.", "{c} HV to care co-ordinator. {r} managers spoke.",
        "Shared by secure e-mail the same afternoon.",
        c="7/4", stage=1, r="8/4", risk="No", cp="No", to="Adult mental health", theme="Information sharing"),
    row("FNCT/25-26/004", [("Juniper Snowdrop", "28/2/2016"), ("Jonquil Snowdrop", "13/6/2019")],
        "Both children with untreated dental decay, in pain.", "S17", "SW plans to close, parents 'engaging'. No treatment has taken "
        "place.", "{c} SN to SW. {s2} Named Nurse to Service Manager. Dental chronology sent.",
        "Resolved {r}: stays open until treatment complete.",
        c="9/4", stage=2, s2="10/4", r="17/4", confirmed="17/4", risk="No", cp="No", to=CSC, theme="Case closure"),
    row("FNCT/25-26/005", [("Bryony Tumbleweed", "21/9/2013")], "Looked after child, initial health assessment outstanding 11 weeks.",
        "S17", "Consent form not returned by placing team.", "{c} LAC nurse to SW, {r} to TM.", "Consent received.",
        c="11/4", stage=1, r="14/4", risk="No", cp="Looked after", to=CSC, theme="Drift and delay"),
    row("FNCT/25-26/006", [("Hawthorn Dandelyon", "6/6/2020")], "Faltering growth, possible fabricated or induced illness.", "S47",
        "Paediatrician and SW differ on whether threshold for strategy discussion is met.",
        "{c} consultant to TM. {s2} Named Doctor to Service Manager. Easter weekend. {r} professionals meeting.",
        "Strategy discussion agreed. Late because of leave both sides.",
        c="15/4", stage=2, s2="16/4", r="24/4", confirmed="28/4", risk="No", cp="No", to=CSC, theme="Threshold"),
    row("FNCT/25-26/007", [("Tansy Mossworthy", "14/7/2009")], "Placed out of area, CAMHS transfer not accepted.", "Section 17",
        "Two CAMHS services each say the other is responsible.",
        "{c} LAC nurse to both. {s2} Named Nurse. {s3} Designated Nurse, commissioner present at meeting {r}.",
        "Host CAMHS to see, funding settled separately.",
        c="17/4", stage=3, s2="22/4", s3="25/4", r="2/5", confirmed="2/5", risk="No", cp="Looked after", iro="22/4", to="CAMHS",
        theme="Provision of services", app2="28/4"),
    row("FNCT/25-26/008", [("Perrin Hollyhock", "19/12/2024")], "4 month old, bruise to cheek at clinic. Non-mobile.", "S47",
        "MASH advised HV to 'monitor'. Bruising in non-mobile infants policy not followed.",
        "HV and Named Nurse to Service Manager same day, ambulance called.", "Strategy discussion and medical same day.",
        c="23/4", stage=1, r="23/4", confirmed="23/4", risk="Yes", cp="No", to=CSC, theme="CP procedures"),
    row("FNCT/25-26/009", "Unborn baby Larkspur\nEDD 06/05/2025", "Pre-birth CP plan. No discharge plan at 38 weeks.", "S47",
        "SW says plan to follow after birth. Ward will not agree discharge without one. To be settled before planned section 30/4.",
        "{c} MW to SW and TM. {s2} Named Midwife to Service Manager. Two meetings cancelled.",
        "Discharge plan agreed {r}, the day after birth.",
        c="25/4", stage=2, s2="25/4", r="1/5", confirmed="1/5", risk="No", cp="CP plan", iro="28/4", sooner="30/4", to=CSC,
        theme="Drift and delay"),
    row("FNCT/25-26/010", [("Ivy Quickbeam", "30/10/2014")], "Disclosed to SN that she is hit at home.", "S47",
        "School had known for two weeks, logged as 'low level'.", "{c} SN to DSL. {s2} Named Nurse to School Improvement Officer.",
        "Referral made {s2}. School to review its recording.",
        c="29/4", stage=2, s2="30/4", r="6/5", confirmed="7/5", risk="No", cp="No", to="School", theme="Action / inaction"),
    row("FNCT/25-26/011", [("Basil Thimbleton", "11/11/2012"), ("Sage Thimbleton", "4/4/2015"), ("Myrtle Thimbleton", "23/9/2020")],
        "Step down from CP plan to CIN after 9 months. No change in home conditions.", "CP",
        "HV and SN both dissented at review conference.",
        "{s2} Named Nurse to Safeguarding Unit. {s3} LSCPB reps. {s4} Board member asked for papers.",
        "Panel {r}: plan reinstated, review in 8 weeks.",
        c="2/5", stage=4, s2="2/5", s3="9/5", s4="19/5", r="23/5", confirmed="28/5", risk="No", cp="CP plan", iro="6/5", to=CSC,
        theme="CP plan dissent", app2="12/5"),
    row("FNCT/25-26/012", [("Clement Ryegrass", "5/2/2017")], "Home educated, not seen by health since October.", "EH",
        "EHE team would not say whether child has been seen.", "{c} SN to EHE adviser, {r} team lead to manager.",
        "Seen in March, note shared.",
        c="7/5", stage=1, r="8/5", risk="No", cp="No", to="Education", theme="Information sharing"),
    row("FNCT/25-26/013", [("Dahlia Oatfield", "16/8/2008")], "Pregnant at 16, partner 27.", "S.17",
        "SW closed, 'over 16 and consenting'. MW believes exploitation.",
        "{c} MW to SW. Weekend. {s2} Named Midwife to Service Manager.", "Reopened, exploitation screening by {r}.",
        c="9/5", stage=2, s2="12/5", r="16/5", confirmed="19/5", risk="No", cp="No", to=CSC, theme="Case closure"),
    row("FNCT/25-26/014", [("Heath Brambleby", "27/3/2018")], "Learning disability, school transport, unexplained injuries x 3.",
        "S47", "Single agency s47 concluded unsubstantiated without medical opinion.",
        "{s2} Named Doctor to Service Manager. {s3} Designated Doctor to Assistant Director. Meeting {r}, half term in between.",
        "Medical opinion to be added, outcome amended.",
        c="13/5", stage=3, s2="14/5", s3="21/5", r="30/5", risk="No", cp="No", to=CSC, theme="Assessment / analysis"),
    row("FNCT/25-26/015", [("Lupin Harebell", "8/1/2019")], "CIN 14 months, three SWs, no visit recorded since February.", "CIN",
        "Drift. Health actions done, social care actions not.",
        "{c} HV to TM. {s2} Named Nurse to Service Manager, promised reply within the week. Chased 28/5, 9/6, 20/6.", "",
        c="16/5", stage=2, s2="16/5", risk="No", cp="No", to=CSC, theme="Drift and delay"),
    row("FNCT/25-26/016", [("Myrtle Cobnut", "20/6/2021")], "Police protection used, no medical arranged.", "S47",
        "Police did not tell paediatric liaison.", "{c} liaison nurse to DS. {r} DI confirmed process.", "Process note agreed.",
        c="21/5", stage=1, r="22/5", confirmed="22/5", risk="No", cp="No", to="Police", theme="Information sharing"),
    row("FNCT/25-26/017", [("Orrin Sedgemoor", "2/12/2010")], "Tier 4 bed not available, on paediatric ward 5 weeks, restrained twice.",
        "S17", "Dispute between hospital, CAMHS and social care about where he should be.",
        "{c} ward to all. {s2} Named Nurse. {s3} Designated Nurse and Assistant Director. {s4} to LSCP Board, panel date awaited.", "",
        c="27/5", stage=4, s2="28/5", s3="4/6", s4="12/6", risk="No", cp="Looked after", iro="28/5", to=CSC,
        theme="Provision of services", app2="5/6"),
    row("FNCT/25-26/018", [("Pippin Lovage", "7/7/2023")], "Mother's cannabis use, co-sleeping, two near misses.", "Level 3",
        "Early Help say S17, MASH say Early Help. Case sent to and fro three times.",
        "{c} HV to both. {s2} Named Nurse to both managers, call {r}.", "S17 assessment agreed.",
        c="3/6", stage=2, s2="4/6", r="11/6", confirmed="12/6", risk="No", cp="No", to=CSC, theme="Threshold"),
    row("FNCT/25-26/019", [("Saffron Withywood", "18/4/2012")], "Type 1 diabetes, DKA x 3 this year, clinic not attended.", "S17",
        "SW view: parents doing their best. Clinic view: medical neglect, S47.",
        "{s2} Named Nurse to Service Manager. {s3} Designated Nurse to Assistant Director, meeting to be arranged.", "",
        c="10/6", stage=3, s2="11/6", s3="18/6", risk="No", cp="No", to=CSC, theme="Level of need", app2="19/6"),
    row("FNCT/25-26/020", [("Bracken Eddleston", "29/1/2025")], "CP plan, neglect. HV not told of move to another area.", "S47",
        "Transfer conference not requested within 15 days. Receiving area has no record.",
        "{c} HV to SW. {s2} Named Nurse to Safeguarding Unit. {s3} Designated Nurses of both areas.", "",
        c="16/6", stage=3, s2="17/6", s3="24/6", risk="No", cp="CP plan", iro="18/6", to=CSC, theme="CP procedures", app2="25/6"),
    row("FNCT/25-26/021", [("Merrily Foxglove", "10/10/2017")], "Disclosed at audiology that she 'sleeps in the car'.", "Section 17",
        "MASH: housing matter. Audiology: child homeless.", "{c} audiologist to MASH. {s2} Named Nurse to Service Manager.", "",
        c="23/6", stage=2, s2="24/6", risk="No", cp="No", to=CSC, theme="Threshold"),
    row("FNCT/25-26/022", [("Cormac Reedling", "15/5/2025")], "6 week check missed twice, no answer at the door.", "EH",
        "GP practice will not code as 'was not brought'.", "{c} HV to practice.", "",
        c="27/6", stage=1, risk="No", cp="No", to="GP practice", theme="Roles"),
]


def ferrybridge():
    workbook, sheet = book("Escalations")
    blue = Font(name="Arial", size=10, bold=True, color="FFFFFF")
    put(sheet, "A1", TITLE, Font(name="Arial", size=16, bold=True, color="005EB8"))
    put(sheet, "A2", "Agency / School: Ferrybridge NHS Community Trust", Font(name="Arial", size=11, bold=True))
    keys = list(HEADERS)
    placed = table(sheet, 4, keys, FERRYBRIDGE, blue, Font(name="Arial", size=9), fill("005EB8"), box(colour="A6A6A6"),
                   "dd/mm/yyyy", people=stacked, widths=(17, 22))
    last = placed[-1][0]
    for at, _ in placed[1::2]:
        for cell in sheet[at]:
            cell.fill = fill("EAF2FA")
    sheet.freeze_panes = "C5"
    sheet.auto_filter.ref = f"A4:{get_column_letter(len(keys))}{last}"
    sheet.print_title_rows = "4:4"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    lists = {"stage": "1,2,3,4", "risk": "Yes,No", "cp": "No,CP plan,Looked after"}
    for key, choices in lists.items():
        letter = get_column_letter(keys.index(key) + 1)
        choice = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
        choice.add(f"{letter}5:{letter}200")
        sheet.add_data_validation(choice)
    save(workbook, "ferrybridge-nhs-community-trust.xlsx")
    return truth(placed, [])


# --- 4. an academy: date columns, "Stage 2" in words, a sign-off line under the table --------------------------------------

KESTREL = [
    row("KPA-25-07", "J.P. 17/05/2012 (12)", "Not collected from detention, sleeping at friends'. Mum 'washed her hands of him'.", "S17",
        "MASH signposted to mediation. We say he is homeless.", "{c} DSL to MASH. {s2} School Improvement Officer to Service Manager.",
        "Assessment and bed at aunt's. {r}.",
        c="27/3", stage="Stage 2", s2="31/3", r="4/4", cp="No", to="MASH", theme="Thresholds"),
    row("KPA-25-08", "T.O'D. 08/10/2010 (14)", "Knife found in locker.", "Section 17", "Police had information in January, not shared.",
        "{c} DSL to PC. {r} Head to DS.", "Weekly call set up.",
        c="31/3", stage="Stage 1", r="1/4", cp="No", to="Police", theme="Information sharing"),
    row("KPA-25-09", "M.A. 30/01/2009 (16)", "Forced marriage worry, family booked travel for Easter.", "S47",
        "SW wished to speak to parents first.", "{c} DSL to SW and TM, national guidance quoted.",
        "Agreed not to contact parents. Protection order sought.",
        c="2/4", stage="Stage 1", r="3/4", cp="No", to="Assessment Team", theme="CP procedures"),
    row("KPA-25-10", "S.W. 11/11/2011 (13)\nE.W. 02/07/2013 (11)", "Returned from Easter break with no uniform, both thinner. "
        "Mum not answering.", "CIN", "SW: 'CIN visit up to date'. It was a telephone call.",
        "{c} DSL to SW. {s2} School Improvement Officer to Service Manager.", "Home visit {s2}, plan updated {r}.",
        c="22/4", stage="Stage 2", s2="23/4", r="30/4", cp="No", to="CIN Team", theme="Drift / delay"),
    row("KPA-25-11", "D.F. 19/06/2008 (16)", "Looked after, third placement this year, timetable cut by provider.", "S17",
        "Virtual school and SW disagree on PEP funding, pupil at home.", "{c} DT to SW. {s2} to Virtual Head. Chased 1/5.",
        "Funding agreed {r}.",
        c="24/4", stage="Stage 2", s2="25/4", r="7/5", cp="CLA", iro="28/4", to="Virtual School", theme="Services"),
    row("KPA-25-12", "R.K. 25/12/2012 (12)", "Group chat, images of pupil shared.", "EH", "Police: school matter. School: offence.",
        "{c} DSL to PC. {r} Head to DS.", "Police to speak to those involved.",
        c="29/4", stage="Stage 1", r="30/4", cp="No", to="Police", theme="Roles"),
    row("KPA-25-13", "A.N. 14/02/2011 (14)", "CP plan, emotional abuse. Contact with father put back in place.", "CP Plan",
        "School dissented at conference: child's wishes not heard.",
        "{s2} School Improvement Officer to Safeguarding Unit. {s3} LSCPB reps.", "Contact paused, advocate appointed {r}.",
        c="6/5", stage="Stage 3", s2="7/5", s3="14/5", r="21/5", cp="CP Plan", iro="7/5", to="Safeguarding Unit",
        theme="Dissent from CP plan"),
    row("KPA-25-14", "B.C. 09/09/2009 (15)", "County lines. Missing 11 times since February.", "S47",
        "Return interviews not done or not shared. No strategy meeting.",
        "{c} DSL to SW. {s2} to Service Manager. {s3} LSCPB reps, meeting put off twice.", "",
        c="12/5", stage="Stage 3", s2="14/5", s3="20/5", cp="No", to="Assessment Team", theme="Drift / delay"),
    row("KPA-25-15", "H.I. 06/04/2013 (12)", "Mum in hospital, child at home with 17 year old.", "Early Help",
        "Hospital would not say when discharge is.", "{c} DSL to ward. {r} ward manager to Head.", "Discharge date given, rota agreed.",
        c="19/5", stage="Stage 1", r="21/5", cp="No", to="Hospital", theme="Information sharing"),
    row("KPA-25-16", "L.G. 22/08/2010 (14)", "Allegation against father withdrawn after he collected her.", "S47",
        "Joint visit done with father in the next room.", "{c} DSL to TM. {s2} to Service Manager and DI.",
        "Child seen again in school with advocate {r}.",
        c="3/6", stage="Stage 2", s2="4/6", r="10/6", cp="No", to="Assessment Team", theme="CP procedures"),
    row("KPA-25-17", "V.S. 01/03/2012 (13)", "School refuser, 0% since Easter, mum has stopped opening letters.", "EH",
        "EHAT lead (health) closed plan without TAF.", "{c} DSL to school nurse. {s2} to Named Nurse, on leave, deputy to reply.", "",
        c="12/6", stage="Stage 2", s2="13/6", cp="No", to="School nursing", theme="Case closure"),
    row("KPA-25-18", "C.C. 27/07/2011 (13)", "Bail conditions changed, alleged offender now lives on same street.", "Section 47",
        "We were not told, heard it from the child.", "{c} DSL to DC. {s2} School Improvement Officer to DI.", "",
        c="24/6", stage="Stage 2", s2="25/6", cp="No", to="Police", theme="Information sharing"),
]


def kestrel():
    workbook, sheet = book("2025 Log")
    keys = [*dict(SEVEN), "c", "stage", "s2", "s3", "r", "cp", "iro", "to", "theme"]
    put(sheet, "A1", f"{TITLE} – SUMMER TERM 2025", Font(name="Calibri", size=18, bold=True, color="FFFFFF"), fill("7B1E3A"),
        align=Alignment(horizontal="center", vertical="center"))
    sheet.merge_cells("A1:P1")
    sheet.row_dimensions[1].height = 34
    put(sheet, "A2", "Agency / School: Kestrel Park Academy", Font(name="Calibri", size=12, bold=True), fill("F2DCE3"))
    sheet.merge_cells("A2:P2")
    placed = table(sheet, 3, keys, KESTREL, Font(name="Calibri", size=11, bold=True), Font(name="Calibri", size=10), fill("E6B8C5"),
                   box(), "dd-mmm-yy", HEADERS | {"number": "Agency / School &\nEscalation Number"})
    sheet["J11"].comment = Comment("Two days over - DSL and deputy both on the residential.", "DSL", height=60, width=180)
    sheet.freeze_panes = "A4"
    put(sheet, "A18", "Log completed by: Designated Safeguarding Lead          Returned to LSCPB: 02/07/2025",
        Font(name="Calibri", size=10, italic=True))
    sheet.merge_cells("A18:G18")
    save(workbook, "kestrel-park-academy.xlsx")
    return truth(placed, [])


# --- 5. a police unit: csv as Excel saves it, Windows-1252, British dates as text ------------------------------------------

WESTHAVEN = [
    row("WC/PVP/112", "Oakley STARLING, 04/12/2009, 15", "Arrested with drugs for the fourth time, NRM not considered by partners.",
        "S.17", "SW sees “lifestyle choice”; police see exploitation.",
        "{c} PC to EDT\n{s2} DS to Team Manager, DI to Service Manager", "NRM referral made by SW, mapping meeting {r}.",
        c="29/3", stage=2, s2="31/3", r="7/4", risk="No", to=CSC),
    row("WC/PVP/115", "Nettie FERNSBY, 22/07/2018, 6", "Police protection. EDT could not find a placement, child in station for 9 hours.",
        "S.47", "EDT said “police matter until morning”.", "{c} Insp to EDT manager", "Foster carer found 04:00, debrief held.",
        c="5/4", stage=1, r="6/4", risk="Yes", to="EDT"),
    row("WC/PVP/118", "Caspian LOCKWEED, 13/02/2014, 11; Ondine LOCKWEED, 29/09/2016, 8", "High risk DA, perpetrator’s release date moved "
        "forward.", "S.47", "Probation did not tell the core group, or the school, of the new date.",
        "{c} DC to offender manager\n{s2} DI to head of unit", "Date confirmed, licence condition added – no contact.",
        c="16/4", stage=2, s2="17/4", r="22/4", risk="No", to="Probation"),
    row("WC/PVP/121", "Unborn baby DRIFTWOOD (EDD 30/05/2025)", "Assault on mother at 36 weeks, suspect bailed to same address.", "S.47",
        'Ward wanted to discharge at midnight, "bed needed".', "Sgt to site manager, then on-call manager", "Kept in overnight, refuge found.",
        c=datetime(2025, 5, 3, 23, 40), stage=1, r="4/5", risk="Yes", to="Hospital"),
    row("WC/PVP/126", "Tobias HAYWARDEN, 18/01/2012, 13", "Joint s47. Interview plan changed by SW without police, evidence may be lost.",
        "Section 47", "Whether ABE interview must come before family are told, and who decides.",
        "{c} DC to SW\n{s2} DI to Service Manager\n{s3} DCI to Assistant Director, “agree to differ”\n{s4} Board member, panel {r}",
        "Panel: local protocol rewritten, interview held, £0 cost to either agency.",
        c="14/5", stage=4, s2="15/5", s3="22/5", s4="30/5", r="5/6", risk="No", to=CSC),
    row("WC/PVP/130", "Marigold PEBBLEWORTH, 07/06/2011, 13", "Online grooming. Suspect knows school and route home.", "S.47",
        "School will not change leaving arrangements without “something in writing”.",
        "{c} DC to DSL\n{s2} DI to School Improvement Officer; suspect’s court date is 09/06, needs settling by the Friday before", "",
        c="27/5", stage=2, s2="29/5", risk="No", sooner="6/6", to="School"),
    row("WC/PVP/133", "Case 25/0417 (two children, names withheld – sensitive)", "Parent is a professional working with children.", "S.47",
        "LADO and police differ on whether employer may be told.", "{c} DS to LADO\n{s2} DI\n{s3} DCI to Assistant Director", "",
        c="15/6", stage=3, s2="16/6", s3="23/6", risk="No", to="LADO"),
    row("WC/PVP/134", "Silas GREENMANTLE, 10/10/2022, 2", "Found alone in car, intoxicated parent.", "S.17",
        "MASH: Early Help. Police: S47, third time.", "{c} Sgt to EDT\n{s2} DI to Service Manager", "",
        c=datetime(2025, 6, 22, 21, 15), stage=2, s2="23/6", risk="No", to="MASH"),
]


def british(value):
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def westhaven():
    keys = [*dict(SEVEN), "c", "stage", "s2", "s3", "s4", "r", "risk", "sooner", "to"]
    blank = [""] * (len(keys) - 1)
    lines = [[TITLE, *blank], ["Agency / School: Westhaven Constabulary – Protecting Vulnerable People Unit", *blank], ["", *blank]]
    lines.append([HEADERS[key] for key in keys])
    lines += [[british(typed(entry.get(key))) for key in keys] for entry in WESTHAVEN]
    with open(OUT / "westhaven-constabulary.csv", "w", encoding="cp1252", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(lines)
    return truth(list(enumerate(WESTHAVEN, 5)), [])


# --- 6. a children's centre: LibreOffice ----------------------------------------------------------------------------------

BRAMBLEGATE = [
    row("BCC 01/25", [("Ottilie Pondweed", "3/5/2022")], "Nappy rash down to blood for third time, mum says 'it's fine'.", "S17",
        "HV and centre disagree about whether this is neglect.", "{c} key worker to HV. {s2} manager to Named Nurse.",
        "Joint visit, EHAT with review date {r}.", c="2/4", stage=2, s2="3/4", r="9/4", to="Health visiting"),
    row("BCC 02/25", [("Rufus Acornley", "16/11/2021")], "Older sibling's school will not say why CIN ended.", "EH",
        "Information sharing.", "{c} manager to DSL", "Told with mum's consent.", c="15/4", stage=1, r="16/4", to="School"),
    row("BCC 03/25", [("Elowen Bluebellow", "9/1/2023"), ("Corin Bluebellow", "9/1/2023")], "Twins, not walking, always in car seats.",
        "Level 3", "Sent back by MASH twice, asked to 'gather more'.", "{c} to MASH. {s2} safeguarding rep to Service Manager",
        "S17 assessment from {r}.", c="28/4", stage=2, s2="29/4", r="8/5", to="MASH"),
    row("BCC 04/25", [("Jory Meadowsweet", "27/7/2022")], "CP plan. Nursery place is on the plan, nobody will pay.", "CP",
        "Drift. Not our decision and not SW's, says each.", "{c} to SW. {s2} Service Manager. {s3} LSCPB reps",
        "Paid from {r} until September.", c="8/5", stage=3, s2="9/5", s3="16/5", r="22/5", to=CSC),
    row("BCC 05/25", "F.", "Mum in refuge, location given away in an e-mail.", "S17", "Solicitor's office copied in the father.",
        "{c} manager to SW. {r} TM", "Family moved {r}, address marked.", c="20/5", stage=1, r="21/5", to=CSC),
    row("BCC 06/25", [("Ambrose Thicket", "12/12/2022")], "Speech delay, hearing, hygiene. Case closed after one visit.", "Early help",
        "Closed, 'no consent'. Mum tells us nobody asked her.", "{c} to EH worker. {s2} to EH Service Manager, on leave to 16/6", "",
        c="5/6", stage=2, s2="6/6", to="Early Help"),
    row("BCC 07/25", [("Isolde Waterside", "1/4/2024")], "Baby with mark on ear, dad said dog.", "S47",
        "SW: wait for health visitor. We: today.", "{c} manager to SW, 3.30pm", "", c="30/6", stage=1, to=CSC),
]


def bramblegate():
    workbook, sheet = book("Escalation log")
    keys = [*dict(SEVEN), "c", "stage", "s2", "s3", "r", "to"]
    bold, font = Font(name="Liberation Sans", size=10, bold=True), Font(name="Liberation Sans", size=10)
    put(sheet, "A1", TITLE, Font(name="Liberation Sans", size=14, bold=True))
    put(sheet, "A2", "Agency / School: Bramblegate Children's Centre", bold)
    placed = table(sheet, 4, keys, BRAMBLEGATE, bold, font, fill("FFF2CC"), box(), "dd/mm/yy", people=commas)
    convert(workbook, "bramblegate-childrens-centre.ods")
    return truth(placed, [])


def convert(workbook, name):
    """A file whose content has not changed is left as it is."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, name).with_suffix(".xlsx")
        workbook.save(source)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        subprocess.run(["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", folder, source], check=True,
                       capture_output=True)
        made, kept = Path(folder, name), OUT / name
        if not kept.exists() or content(made) != content(kept):
            stamped(made, kept)


def stamped(made, kept):
    """LibreOffice stamps the hour on what it writes: here stands the day of the return."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "meta.xml":
                data = re.sub(rb"(<(?:dc:date|meta:creation-date)>)[^<]*", rb"\g<1>2025-07-02T09:30:00", data)
            target.writestr(part, data)


def content(ods):
    with zipfile.ZipFile(ods) as archive:
        return archive.read("content.xml")


# --- 7. a housing service: its own layout. Titles, merged bands, split columns, a hidden column, a line left empty ---------


def tenant(number, name, dob, concern, level, dispute, actions, outcome, **more):
    birth = day(dob)
    years = more.pop("years", None) or age(birth, day(more["c"]))
    return row(number, name, concern, level, dispute, actions, outcome, dob=dob, years=years, **more)


SALTMARSH = [
    tenant(1, "Aldous Mudlark", date(2017, 2, 20), "4 in one room, mould, child's asthma. Landlord threatening.", "EH",
           "Social care say housing, housing say social care.", "{c} HO to SW, {r} managers", "Priority move, EHAT opened.",
           c="3/4", stage=1, r="4/4", confirmed="7/4", to=CSC),
    tenant(2, "Tansy and Teasel Mossworthy", "11/02/2017\n30/08/2019", "Intentionally homeless decision. Children's needs not assessed.",
           "S17", "SW will 'only fund fares back' to place family fled from.", "{c} HO to SW. {s2} Head of Service to Service Manager.",
           "S17 accommodation from {r}.", years="8 and 5", c="10/4", stage=2, s2="11/4", r="17/4", confirmed="17/4", to=CSC),
    tenant(3, "Edith Saltwort", date(2008, 9, 2), "16 yr old, sofa surfing, in and out of hostel.", "Section 17",
           "Joint assessment refused, 'come back when she's actually homeless'.", "{c} to duty SW, TM not free Friday. {s2} Head of Service.",
           "Joint assessment held {r}.", c="25/4", stage=2, s2="28/4", r="2/5", to=CSC),
    tenant(4, "Unborn (Pennyroyal)", "EDD 02/09/2025", "Expectant mother in mixed hostel, assaulted there.", "S47",
           "Pre-birth team: no role till 20 weeks. She is 22.", "{c} to MW and SW. {s2} Head of Service. {s3} LSCPB reps.",
           "Placed {r}, pre-birth assessment under way.", years="unborn", c="1/5", stage=3, s2="2/5", s3="9/5", r="19/5", confirmed="21/5",
           to=CSC),
    tenant(5, "Gideon Samphire", date(2013, 12, 30), "Neighbour nuisance reports: shouting, child crying at night.", "EH",
           "School would not say if known to them.", "{c} HO to school, {r} manager to HT", "Spoke, school already supporting.",
           c=("13/5", "13.05.2025"), stage=1, r=("14/5", "14.05.2025"), to="School"),
    tenant(6, "C.R. (case 5519)", date(2020, 4, 17), "Cuckooed flat, child living there.", "S.17",
           "{c} rang MASH, closed as 'adult matter'. {s2} Head of Service to Service Manager, no answer. Rang again 17/6, told it was with "
           "the vulnerable adults team, who know nothing of it.", "", "", c=("3/6", "3rd June 2025"), stage=2, s2=("4/6", "4/6/25"),
           to="MASH"),
    tenant(7, "Hester Glasswort", date(2015, 1, 8), "Domestic abuse, want family moved. Plan says stay.", "CIN",
           "SW: sanctuary scheme enough. Housing and IDVA: not.", "{c}. {s2} Head of Service. {s3} LSCPB reps, date to be set.", "",
           c="11/6", stage=3, s2="12/6", s3="19/6", to=CSC),
    tenant(8, "Lionel Thrift", date(2019, 6, 25), "Warrant for eviction, two under 7.", "Early Help",
           "No lead professional since EH worker left.", "{c} HO to EH, {r} managers", "New worker named, eviction stayed.",
           c="26/6", stage=1, r="27/6", to="Early Help"),
]


def saltmarsh():
    workbook, sheet = book("Register")
    names = {
        "number": "Esc\nNo.", "child": "Child's\nname", "dob": "D.O.B.", "years": "Age", "concern": "Nature of concern",
        "level": "Level of\nneed", "dispute": "Summary of\ndisagreement", "actions": "Actions taken",
        "c": "Date of\nconcern", "stage": "Stage\nreached", "s2": "Date to\nStage 2", "s3": "Date to\nStage 3",
        "confirmed": "Confirmed\nin writing", "r": "Date\nresolved", "outcome": "Outcome", "to": "Agency\nchallenged",
    }
    keys = list(names)
    bold, font = Font(name="Verdana", size=9, bold=True), Font(name="Verdana", size=9)
    white, teal, pale = Font(name="Verdana", size=9, bold=True, color="FFFFFF"), fill("1F6F78"), fill("CFE8EA")
    middle = Alignment(horizontal="center", vertical="center")
    put(sheet, "A1", "SALTMARSH VALE HOUSING SERVICE", Font(name="Verdana", size=14, bold=True, color="1F6F78"), align=middle)
    put(sheet, "A2", "Agency Escalation Summary Log", Font(name="Verdana", size=11, bold=True), align=middle)
    put(sheet, "A3", "Agency / School: Saltmarsh Vale Housing Service", font)
    put(sheet, "J3", "April – June 2025", font)
    for merged in ("A1:P1", "A2:P2", "A3:H3", "J3:P3"):
        sheet.merge_cells(merged)
    for first, last, band in (("A", "A", ""), ("B", "D", "CHILD"), ("E", "H", "DISAGREEMENT"), ("I", "N", "DATES"), ("O", "P", "RESULT")):
        for number in range(ord(first), ord(last) + 1):
            put(sheet, f"{chr(number)}5", None, white, teal, box(), middle)
        sheet[f"{first}5"].value = band or None
        if first != last:
            sheet.merge_cells(f"{first}5:{last}5")
    placed = table(sheet, 6, keys, SALTMARSH, bold, font, pale, box(), "dd/mm/yyyy", names, gaps=(4,),
                   widths=(6, 18, 12, 8, 28, 9, 32, 32, 12, 9, 12, 12, 12, 12, 28, 14))
    # The one story of row 13 was typed across two columns.
    sheet.merge_cells("G13:H13")
    sheet.column_dimensions["M"].hidden = True
    save(workbook, "saltmarsh-vale-housing.xlsx")
    return truth(placed, [])


# --- 8. a high school: every kind of mistake -------------------------------------------------------------------------------

HOLLOWBROOK = [
    row("HHS/01", [("Cedric Plumley", "3/3/2011")], "Black eye, three stories.", "S47", "MASH: school to 'keep an eye'.",
        "{c} DSL to MASH, {r} TM", "Referral accepted", c="2/4", stage=1, r="3/4", risk="No", cp="No", to="MASH"),
    row("", [("Dorcas Underhedge", "17/10/2012")], "Self harm, CAMHS wait 40 weeks.", "EH", "CAMHS will not triage without GP letter.",
        "{c} DSL to CAMHS. {s2} School Improvement Officer.", "Triage done {r}.", c="23/4", stage=2, s2="24/4", r="30/4", risk="No", cp="N",
        to="CAMHS"),
    row("HHS/03", [("Emlyn Fallowfield", "29/8/2013")], "Smelling, same clothes, hungry.", "S17", "Closed with no visit.",
        "{c} to SW. {s2} to Service Manager.", "Reopened.", c="24/4", stage=2, s2="25/4", r="6/5", risk="No", cp="N", to=CSC),
    row("HHS/03", [("Gwendolen Hobbleday", "4/5/2010")], "Older boyfriend, gifts.", "S17", "Police NFA, no joint visit.",
        "{c} to PC. {r} to DS.", "Visit done.", c="29/4", stage=1, r="30/4", risk="No", cp="N", to="Police"),
    row("HHS/04", [("Horace Cobblepot-Green", "12/2/2012")], "Told form tutor dad 'flips'.", "S47", "SW spoke to dad first.",
        "DSL to SW Tues, HT to ring TM", "", c="last Tues", stage=1, risk="?", cp="N", to=CSC),
    row("HHS/05", [("Ignatius Ploverdale", "30/11/2009")], "Carrying a blade 'for protection'.", "S17", "YJS will not share plan.",
        "DSL to YJS officer", "Plan shared with HT.", c="04/25/2025", stage=1, r="28/4", risk="No", cp="N", to="YJS"),
    row("HHS/06", [("Keziah Brindlecombe", "8/8/2011")], "Mum says she can't have her home.", "S17", "MASH: parenting issue.",
        "DSL to MASH. {s2} to Service Manager.", "", c="31/04/2025", stage=2, s2="6/5", risk="No", cp="N", to="MASH"),
    row("HHS/07", [("Leander Tuffet", "21/12/2012")], "Absent 30 days, no home visit.", "EH", "Attendance service closed case.",
        "DSL to attendance service. {r} manager.", "Visit made.", c=date(2205, 5, 13), stage=1, r="14/5", risk="No", cp="N",
        to="Attendance"),
    row("HHS/08", [("Minerva Puddifoot-Lane", "6/1/2014")], "CP plan, core group missed twice.", "CP", "No minutes, no dates.",
        "DSL to SW. Then School Improvement Officer. Then LSCPB rep.", "New SW, dates set.", c="12/5", stage=3, s2="20/5", s3="16/5",
        r="22/5", risk="No", cp="Y", iro="13/5", to=CSC),
    row("HHS/09", [("Norbert Sedgewick-Moss", "15/7/2013")], "Seen hit outside school gate.", "S47", "Police: no complaint from child.",
        "DSL to PC, next day HT to DS", "Spoken to at school with SW.", c="2/6", stage=1, r="6/3", risk="No", cp="N", to="Police"),
    row("HHS/10", [("Olympia Wagstaffe-Reed", "27/9/2010")], "Step down to EH, risks the same.", "CIN", "We did not agree at the meeting.",
        "{c} to SW. {s2} to Service Manager. LSCPB rep since.", "", c="20/5", stage=3, s2="21/5", s3=date(2026, 6, 4), risk="No", cp="N",
        to=CSC),
    row("HHS/11", [("Percival Winkle-Dean", "2/4/2012")], "Stopped taking epilepsy medicine.", "EH", "GP: parents' choice. School: neglect.",
        "DSL to GP, {s2} School Improvement Officer to Named GP", "", stage=2, s2="9/6", risk="No", cp="N", to="GP practice"),
    row("HHS/12", [("Quenby Rushbrook-Ash", "18/6/2011")], "Threats by text from uncle.", "high", "SW: for police. Police: for SW.",
        "{c} DSL to both. {s2} School Improvement Officer.", "", c="3/6", stage="Stage 7", s2="4/6", risk="No", cp="N", to=CSC),
    row("HHS/13", [("Rosamund Tillinghast-Fen", "9/9/2012")], "Brother excluded, violent at home.", "S17", "No assessment of her.",
        "{c} DSL to SW", "", c="10/6", stage="ongoing", risk="No", cp="N", to=CSC),
    row("HHS/14", [("Septimus Yarrowby", "11/3/2014")], "Disclosure in PE, bruises.", "S47", "Medical delayed 4 days.",
        "{c} DSL to TM. {s2} School Improvement Officer to Service Manager.", "", c="16/6", stage=2, s2="17/6", r="23/6", risk="No", cp="N",
        to=CSC),
    row("HHS/15", [("Thomasina Wetherlam", "5/12/2013")], "Dad out of prison, contact starts Sat.", "tbc", "Not told by probation.",
        "{c} DSL to probation", "", c="19/6", stage=2, s2="awaiting reply from TM", r="ongoing", risk="No", cp="N", to="Probation"),
]
PASTED_BELOW = [
    row("HHS/16", [("Ursula Bickerdyke-Holm", "23/5/2012")], "Vaping, thought to be spice.", "EH", "Police not interested.",
        "12/6 DSL to PC", "", ),
    row("HHS/17", [("Valentine Ormsgarth", "1/2/2011")], "Sleeping in class, caring for nan.", "EH", "Adult services will not assess nan.",
        "18/6 DSL to duty, 19/6 HT to manager", "Assessment booked for 1/7", ),
]
HOLLOWBROOK_FAULTS = [
    fault("A8", "missing-number", "no escalation number"),
    fault("A10", "repeated-number", "`HHS/03` again; first at A9, another child"),
    fault("H11", "unreadable-date", "`last Tues` is no date"),
    fault("H12", "american-date", "`04/25/2025` has its month first; not to be guessed"),
    fault("H13", "impossible-date", "`31/04/2025`: April has 30 days"),
    fault("H14", "impossible-year", "the year 2205"),
    fault("K15", "dates-out-of-order", "stage 3 began 16 May, before stage 2 began (J15, 20 May)"),
    fault("L16", "dates-out-of-order", "resolved 6 March, before the concern (H16, 2 June); day and month are the wrong way round"),
    fault("K17", "date-in-future", "stage 3 began 4 June 2026, after 30 June 2025; the year is a slip"),
    fault("H18", "missing-concern", "no date of concern"),
    fault("D19", "unknown-level", "`high` is no level of need"),
    fault("I19", "unknown-stage", "`Stage 7`: the procedure has four"),
    fault("I20", "unknown-stage", "`ongoing` is no stage"),
    fault("G21", "no-outcome", "resolved (L21, 23 June) without an outcome"),
    fault("D22", "unknown-level", "`tbc` is no level of need"),
    fault("J22", "unreadable-date", "`awaiting reply from TM` where a date should be"),
    fault("L22", "unreadable-date", "`ongoing` where a date should be"),
    fault("A26", "no-agency", "the second table's agency is still `(INSERT)`"),
    fault("A27:G27", "no-date-column", "the second table has no date columns"),
]


def hollowbrook():
    workbook, sheet = book("LOG 24-25 (2)")
    keys = [*dict(SEVEN), "c", "stage", "s2", "s3", "r", "risk", "cp", "iro", "to"]
    bold, font = Font(name="Comic Sans MS", size=10, bold=True), Font(name="Calibri", size=11)
    put(sheet, "A1", TITLE, Font(name="Comic Sans MS", size=16, bold=True, underline="single"))
    put(sheet, "A2", "Agency / School: Hollowbrook High School", bold)
    put(sheet, "A4", "PLEASE FILL IN STRAIGHT AWAY!!! - DSL", Font(name="Calibri", size=11, bold=True, color="FF0000"))
    widths = (13, 22, 26, 9, 26, 28, 22, 12, 9, 13, 12, 12, 10, 10, 11, 13)
    first = table(sheet, 6, keys, HOLLOWBROOK, bold, font, fill("BDD7EE"), box(), "dd/mm/yyyy", people=short, widths=widths)
    put(sheet, "A25", TITLE, bold)
    put(sheet, "A26", "Agency / School: (INSERT)", font)
    second = table(sheet, 27, list(dict(SEVEN)), PASTED_BELOW, bold, font, fill("D9D9D9"), box(), None, people=short, widths=widths)
    for at in ("H11", "H13", "J22", "L22"):
        sheet[at].fill = fill("FFFF00")
    sheet["D19"].font = Font(name="Calibri", size=11, bold=True, color="FF0000")
    sheet["L9"].number_format = "d mmm"
    sheet["L10"].number_format = "mm-dd-yy"
    save(workbook, "hollowbrook-high-school.xlsx")
    return truth(first + second, HOLLOWBROOK_FAULTS)


# --- all eight ------------------------------------------------------------------------------------------------------------

LOGS = [
    ("thimblewick-primary-school.xlsx", thimblewick, "Appendix 1's bare form: title, notes, footnote, empty ruled lines under the rows"),
    ("cobblegate-family-support.xlsx", cobblegate, "the bare form again: initials, case numbers, siblings, an unborn child, two empty sheets"),
    ("ferrybridge-nhs-community-trust.xlsx", ferrybridge, "all the date columns, real dates, lists, a filter; all four stages"),
    ("kestrel-park-academy.xlsx", kestrel, "most of the date columns, `Stage 2` in words, a note on a cell, a sign-off line under the table"),
    ("westhaven-constabulary.csv", westhaven, "csv in Windows-1252: British dates as text, two with a time, commas, quotes and line breaks in cells"),
    ("bramblegate-childrens-centre.ods", bramblegate, "ods, written by LibreOffice"),
    ("saltmarsh-vale-housing.xlsx", saltmarsh,
     "its own layout: titles, a merged band over the header, other words, child split in three, an empty line (row 11), column M hidden, "
     "G13:H13 merged, dates typed as text"),
    ("hollowbrook-high-school.xlsx", hollowbrook, "every kind of mistake, and a second table on the same sheet"),
]


def total(each):
    sums = {key: sum(log[key] for log in each) for key, value in each[0].items() if isinstance(value, int)}
    stages = Counter()
    for log in each:
        stages.update(log["raised_by_stage"])
    sums["raised_by_stage"] = dict(sorted(stages.items()))
    sums["stages_ended_in_q2"] = {
        str(n): {key: sum(log["stages_ended_in_q2"][str(n)][key] for log in each) for key in ("in_time", "late")} for n in LAST_DAY
    }
    return sums


def replace_between(text, mark, lines):
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    head, rest = text.split(begin)
    return "\n".join([head + begin, *lines, end + rest.split(end)[1]])


def readme(found, sums):
    page = OUT / "README.md"
    logs = ["| file | what it shows | rows | raised in the quarter | open on 30 June 2025 | of those overdue | known faults |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    keys = ("rows", "raised_in_q2", "open_on_2025_06_30", "overdue_on_2025_06_30")
    for name, _, shows in LOGS:
        logs.append(f"| `{name}` | {shows} | " + " | ".join(str(found[name][key]) for key in keys) + f" | {len(found[name]['faults'])} |")
    logs.append("| all eight | | " + " | ".join(str(sums[key]) for key in keys) + f" | {sum(len(f['faults']) for f in found.values())} |")
    ended = ["| stage ended in the quarter | in time | late |", "| --- | ---: | ---: |"]
    ended += [f"| {stage} | {n['in_time']} | {n['late']} |" for stage, n in sums["stages_ended_in_q2"].items()]
    faults = ["| file | cell | fault |", "| --- | --- | --- |"]
    faults += [f"| `{name}` | {f['cell']} | {f['what']} |" for name, log in found.items() for f in log["faults"]]
    text = page.read_text(encoding="utf-8")
    for mark, lines in (("the logs", logs), ("the stages", ended), ("the faults", faults)):
        text = replace_between(text, mark, lines)
    page.write_text(text, encoding="utf-8")


def main():
    OUT.mkdir(exist_ok=True)
    found = {name: make() for name, make, _ in LOGS}
    sums = total(list(found.values()))
    answer = json.dumps({"as_of": str(AS_OF), "quarter": [str(d) for d in QUARTER], "all": sums, "files": found}, indent=1, ensure_ascii=False)
    # A list of numbers reads better on one line.
    answer = re.sub(r"\[\s+(\d+(?:,\s+\d+)*)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", answer)
    (OUT / "expected.json").write_text(answer + "\n", encoding="utf-8")
    readme(found, sums)


if __name__ == "__main__":
    main()
