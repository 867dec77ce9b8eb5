"""What pydicom reads of the attributes named on standard input ({keyword: [tag, vr, …]}), of every file below the folders given: one JSON line a file.

An element that is absent is no key; one without value is ''. Numbers that their value representation does not allow stay as text.
"""
import json
import os
import sys
import warnings

import pydicom
from pydicom.multival import MultiValue
from pydicom.sequence import Sequence

warnings.simplefilter("ignore")
wanted = {int(row[0], 16): keyword for keyword, row in json.load(sys.stdin).items()}
binary = {"OB", "OW", "OF", "OD", "OL", "OV", "UN", "AT"}


def plain(value):
    if isinstance(value, MultiValue) or isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, pydicom.valuerep.PersonName):
        return str(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) or isinstance(value, pydicom.valuerep.DSdecimal):
        return float(value)
    if value is None:
        return ""
    return str(value)


def fields(dataset):
    found = {}
    for tag, keyword in wanted.items():
        if tag not in dataset:
            continue
        try:
            element = dataset[tag]
        except Exception as fault:  # a value that pydicom refuses
            found[keyword] = {"refused": type(fault).__name__}
            continue
        if isinstance(element.value, Sequence):
            found[keyword] = [fields(item) for item in element.value]
        elif element.VR in binary:
            found[keyword] = {"binary": element.VR}
        else:
            found[keyword] = plain(element.value)
    return found


def read(path):
    try:
        dataset = pydicom.dcmread(path, stop_before_pixels=True)
        forced = False
    except pydicom.errors.InvalidDicomError:
        dataset = pydicom.dcmread(path, stop_before_pixels=True, force=True)
        forced = True
    return {"forced": forced, "fields": {**fields(dataset.file_meta), **fields(dataset)}}


for folder in sys.argv[1:]:
    for parent, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = os.path.join(parent, name)
            try:
                print(json.dumps({"path": path, **read(path)}))
            except Exception as fault:
                print(json.dumps({"path": path, "error": f"{type(fault).__name__}: {fault}"[:200]}))
