"""The same headers by pydicom: argv[1] is a folder or, behind --list, a list of files; the last argument a JSON list of tags. Every wanted value is touched."""

import json
import os
import resource
import sys
import time
import warnings

warnings.simplefilter("ignore")
import pydicom  # noqa: E402
from pydicom.errors import InvalidDicomError  # noqa: E402

*where, tags = sys.argv[1:]
tags = json.loads(tags)
if where[0] == "--list":
    with open(where[1], encoding="utf-8") as listed:
        paths = listed.read().splitlines()
else:
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(where[0]) for name in names]


def counters():
    with open("/proc/self/io", encoding="ascii") as lines:
        found = dict(line.strip().split(": ") for line in lines)
    return int(found["rchar"]), int(found["syscr"])


readable = values = 0
bytes_before, reads_before = counters()
cpu, began = time.process_time(), time.perf_counter()
for path in paths:
    try:
        dataset = pydicom.dcmread(path, stop_before_pixels=True)
        found = 0
        for source in (dataset, dataset.file_meta):
            for tag in tags:
                if tag in source and source[tag].value is not None:
                    found += 1
    except (InvalidDicomError, ValueError, NotImplementedError, AttributeError, EOFError):
        continue
    readable += 1
    values += found
wall, spent = time.perf_counter() - began, time.process_time() - cpu
bytes_after, reads_after = counters()
print(
    json.dumps(
        {
            "files": len(paths),
            "readable": readable,
            "values": values,
            "wallMs": wall * 1000,
            "cpuMs": spent * 1000,
            "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
            "bytes": bytes_after - bytes_before,
            "reads": reads_after - reads_before,
        }
    )
)
