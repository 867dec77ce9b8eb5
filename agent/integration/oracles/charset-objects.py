"""Writes one object for every defined term of PS3.3 C.12.1.1.2 into the folder given: names that hold every character of the term's set, as Python's codecs encode them.

Prints one JSON line a file: {path, term, texts}, where texts are the values of OtherPatientNames (0010,1001) and the lines of CommentsOnThePerformedProcedureStep (0040,0280).
"""
import json
import os
import struct
import sys

folder = sys.argv[1]
single = {
    "ISO_IR 100": "latin_1",
    "ISO_IR 101": "iso8859_2",
    "ISO_IR 109": "iso8859_3",
    "ISO_IR 110": "iso8859_4",
    "ISO_IR 144": "iso8859_5",
    "ISO_IR 127": "iso8859_6",
    "ISO_IR 126": "iso8859_7",
    "ISO_IR 138": "iso8859_8",
    "ISO_IR 148": "iso8859_9",
    "ISO_IR 203": "iso8859_15",
    "ISO_IR 166": "tis_620",
}
finals = {"100": b"A", "101": b"B", "109": b"C", "110": b"D", "144": b"L", "127": b"G", "126": b"F", "138": b"H", "148": b"M", "203": b"b", "166": b"T"}


def decoded(raw, codec):
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    # Blanks, control and private characters are no part of a name.
    return text if len(text) == 1 and text.isprintable() and not text.isspace() else None


def pairs(leads, trails, codec, prefix=b""):
    for lead in leads:
        for trail in trails:
            raw = bytes([lead, trail])
            text = decoded(prefix + raw, codec)
            if text is not None:
                yield raw, text


def uppers(codec):
    for byte in range(0xA1, 0x100):
        text = decoded(bytes([byte]), codec)
        if text is not None:
            yield bytes([byte]), text


def between_letters(characters):
    """A name a character: letters stand around it, as in a name."""
    return [(b"A" + raw + b"b", "A" + text + "b") for raw, text in characters]


def by_eight(characters, before=b"", after=b"", mask=0xFF):
    found = list(characters)
    names = []
    for at in range(0, len(found), 8):
        part = found[at : at + 8]
        raw = bytes(byte & mask for each, _ in part for byte in each)
        names.append((b"W=" + before + raw + after, "W=" + "".join(text for _, text in part)))
    return names


high = range(0xA1, 0xFF)
sets = {term: between_letters(uppers(codec)) for term, codec in single.items()}
for term, codec in single.items():
    number = term.split()[1]
    escape = b"\x1b-" + finals[number]
    sets["\\ISO 2022 IR " + number] = [(escape + raw, text) for raw, text in between_letters(uppers(codec))]
sets["ISO_IR 13"] = between_letters(uppers("shift_jis"))
sets["\\ISO 2022 IR 13"] = [(b"\x1b)I" + raw, text) for raw, text in between_letters(uppers("shift_jis"))]
sets["\\ISO 2022 IR 87"] = by_eight(pairs(high, high, "euc_jp"), b"\x1b$B", b"\x1b(B", 0x7F)
sets["ISO 2022 IR 13\\ISO 2022 IR 87"] = by_eight(pairs(high, high, "euc_jp"), b"\x1b$B", b"\x1b(J", 0x7F)
sets["\\ISO 2022 IR 159"] = by_eight(pairs(high, high, "euc_jp", b"\x8f"), b"\x1b$(D", b"\x1b(B", 0x7F)
# Euro and registered sign came later than the registration of set 149.
korean = [pair for pair in pairs(high, high, "euc_kr") if pair[0] not in (b"\xa2\xe6", b"\xa2\xe7")]
sets["\\ISO 2022 IR 149"] = by_eight(korean, b"\x1b$)C")
sets["\\ISO 2022 IR 58"] = by_eight(pairs(high, high, "gb2312"), b"\x1b$)A")
wide = [byte for byte in range(0x40, 0xFF) if byte != 0x7F]
sets["GBK"] = by_eight(pairs(range(0x81, 0xFE), wide, "gbk"))
planes = [chr(code) for first in (0x3400, 0x4E00, 0x9FA6, 0xF900, 0x20000, 0x2A700) for code in range(first, first + 800)]
sets["GB18030"] = sets["GBK"] + by_eight((c.encode("gb18030"), c) for c in planes if c.isprintable())
sets["ISO_IR 192"] = by_eight((c.encode(), c) for c in planes if c.isprintable())


def element(group, number, vr, value):
    value += b"\0" if len(value) % 2 and vr == b"UI" else b" " if len(value) % 2 else b""
    if vr in (b"OB", b"UT"):
        return struct.pack("<HH2sHI", group, number, vr, 0, len(value)) + value
    return struct.pack("<HH2sH", group, number, vr, len(value)) + value


def write(path, term, names):
    uid = b"1.2.840.10008.5.1.4.1.1.2"
    meta = element(2, 1, b"OB", b"\0\1") + element(2, 2, b"UI", uid) + element(2, 3, b"UI", b"1.2.3.4")
    meta += element(2, 0x10, b"UI", b"1.2.840.10008.1.2.1") + element(2, 0x12, b"UI", b"1.2.3")
    data = element(8, 5, b"CS", term.encode()) + element(8, 0x16, b"UI", uid) + element(8, 0x18, b"UI", b"1.2.3.4")
    data += element(8, 0x60, b"CS", b"CT") + element(0x10, 0x10, b"PN", names[0][0])
    data += element(0x10, 0x1001, b"PN", b"\\".join(raw for raw, _ in names))
    data += element(0x20, 0xD, b"UI", b"1.2.3.5") + element(0x20, 0xE, b"UI", b"1.2.3.6")
    data += element(0x40, 0x280, b"ST", b"\r\n".join(raw for raw, _ in names))
    with open(path, "wb") as file:
        file.write(b"\0" * 128 + b"DICM" + element(2, 0, b"UL", struct.pack("<I", len(meta))) + meta + data)


for index, (term, names) in enumerate(sets.items()):
    for part, at in enumerate(range(0, len(names), 1000)):
        some = names[at : at + 1000]
        path = os.path.join(folder, f"{index:02d}-{part:02d}.dcm")
        write(path, term, some)
        print(json.dumps({"path": path, "term": term, "texts": [text for _, text in some]}))
