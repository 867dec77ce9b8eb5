"""What `agent scan` does at its least, by pydicom and sqlite3: headers, 25 simple conditions on each, one row a study and one a study and condition. argv[1]: folder."""

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
import time
import warnings

warnings.simplefilter("ignore")
import pydicom  # noqa: E402
from pydicom.errors import InvalidDicomError  # noqa: E402

folder, tags = sys.argv[1:3]
tags = [tag for tag in json.loads(tags) if tag >= 0x00080000]
required = [
    0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00101010, 0x00080020, 0x00080030, 0x00080050, 0x00080060, 0x00080070, 0x00081090, 0x00181000, 0x00081010, 0x00080080,
    0x00081030, 0x00180015, 0x00181030, 0x0020000D, 0x0020000E,
]  # fmt: skip
conditions = [lambda v, tag=tag: v.get(tag, "") != "" for tag in required] + [
    lambda v: "TEST" not in v.get(0x00100010, ""),
    lambda v: v.get(0x00080060) != "CT" or float(v.get(0x00180060) or 0) > 0,
    lambda v: v.get(0x00080060) != "CT" or 0x00189345 in v,
    lambda v: float(v.get(0x00180050) or 0) <= 5,
    lambda v: v.get(0x00080020, "") <= "20991231",
    lambda v: float(v.get(0x00280010) or 0) > 0,
]

with tempfile.TemporaryDirectory() as place:
    db = sqlite3.connect(os.path.join(place, "ledger.sqlite"), isolation_level=None)
    db.executescript(
        "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
        "CREATE TABLE study(uid TEXT PRIMARY KEY, objects INTEGER, bytes INTEGER, digest INTEGER) WITHOUT ROWID;"
        "CREATE TABLE finding(study TEXT, rule INTEGER, n INTEGER, PRIMARY KEY(study, rule)) WITHOUT ROWID;"
    )
    cpu, began = time.process_time(), time.perf_counter()
    files = 0
    studies = {}

    def flush():
        db.execute("BEGIN")
        for uid, (objects, size, digest, broken) in studies.items():
            db.execute(
                "INSERT INTO study VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET objects=objects+excluded.objects, bytes=bytes+excluded.bytes, digest=excluded.digest",
                (uid, objects, size, digest),
            )
            for rule, n in broken.items():
                db.execute("INSERT INTO finding VALUES(?,?,?) ON CONFLICT DO UPDATE SET n=n+excluded.n", (uid, rule, n))
        db.execute("COMMIT")
        studies.clear()

    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            files += 1
            try:
                size = os.stat(path).st_size
                dataset = pydicom.dcmread(path, stop_before_pixels=True)
                values = {}
                for tag in tags:
                    if tag in dataset:
                        element = dataset[tag]
                        values[tag] = "" if element.VR == "SQ" else str(element.value)
            except (InvalidDicomError, ValueError, NotImplementedError, AttributeError, EOFError):
                continue
            uid = values.get(0x0020000D, "?")
            if uid not in studies and len(studies) >= 500:
                flush()
            study = studies.setdefault(uid, [0, 0, 0, {}])
            study[0] += 1
            study[1] += size
            study[2] ^= int.from_bytes(hashlib.sha256(values.get(0x00080018, "").encode()).digest()[:7], "big")
            for number, holds in enumerate(conditions):
                if not holds(values):
                    study[3][number] = study[3].get(number, 0) + 1
    flush()
    db.close()
    print(json.dumps({"cpuMs": (time.process_time() - cpu) * 1000, "wallMs": (time.perf_counter() - began) * 1000}))
