"""The same headers by pydicom: argv[1] is a folder, argv[2] a JSON list of tags; every wanted value is touched."""

import json
import os
import sys

import pydicom
from pydicom.errors import InvalidDicomError

tags = json.loads(sys.argv[2])
files = readable = values = 0
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        files += 1
        try:
            dataset = pydicom.dcmread(os.path.join(folder, name), stop_before_pixels=True)
        except InvalidDicomError:
            continue
        readable += 1
        for source in (dataset, dataset.file_meta):
            for tag in tags:
                if tag in source and source[tag].value is not None:
                    values += 1
print(json.dumps({"files": files, "readable": readable, "values": values}))
