"""Reads what Langqiao wrote, with programs that others wrote, and prints what they understood as JSON.

read.py calendar FROM TO < FILE.ics    what is on between two days, repetitions counted out
read.py sheet FILE.xlsx                the cells of each sheet, row by row
"""

import datetime
import json
import sys


def calendar(start, end):
    import icalendar
    import recurring_ical_events

    read = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
    wrong = [[str(part) for part in error] for one in read.walk() for error in one.errors]
    day = datetime.date.fromisoformat
    events = recurring_ical_events.of(read).between(day(start), day(end))
    utc = datetime.timezone.utc
    seen = [
        {
            "uid": str(event["UID"]),
            "title": str(event["SUMMARY"]),
            "place": str(event.get("LOCATION", "")),
            "starts": event["DTSTART"].dt.astimezone(utc).isoformat(),
            "ends": event["DTEND"].dt.astimezone(utc).isoformat(),
            "status": str(event.get("STATUS", "")),
        }
        for event in events
    ]
    seen.sort(key=lambda event: (event["starts"], event["uid"]))
    return {"name": str(read.get("NAME", "")), "wrong": wrong, "events": seen}


def sheet(path):
    import openpyxl

    book = openpyxl.load_workbook(path)
    return {
        page.title: [["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
        for page in book.worksheets
    }


what, *rest = sys.argv[1:]
print(json.dumps({"calendar": calendar, "sheet": sheet}[what](*rest), ensure_ascii=False))
