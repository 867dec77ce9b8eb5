"""Measured values of structured reports by pydicom: the files are the arguments; one JSON line a file, `{path, events, measured: [[concept code, number as text, unit code]]}`."""

import json
import sys
import warnings

import pydicom

warnings.simplefilter("ignore")
EVENTS = ("113706", "113819", "113502")


def code(dataset, keyword):
    entries = dataset.get(keyword)
    return str(entries[0].get("CodeValue", "")) if entries else None


def text(value):
    if value is None:
        return ""
    if isinstance(value, (list, pydicom.multival.MultiValue)):
        return "\\".join(text(each) for each in value)
    return str(getattr(value, "original_string", value)).strip()


def walk(dataset, found):
    for item in dataset.get("ContentSequence") or ():
        name = code(item, "ConceptNameCodeSequence")
        if name in EVENTS:
            found["events"] += 1
        values = item.get("MeasuredValueSequence")
        if values:
            number = values[0].get("NumericValue")
            found["measured"].append([name, text(number), code(values[0], "MeasurementUnitsCodeSequence")])
        walk(item, found)


for path in sys.argv[1:]:
    found = {"path": path, "events": 0, "measured": []}
    walk(pydicom.dcmread(path), found)
    print(json.dumps(found))
