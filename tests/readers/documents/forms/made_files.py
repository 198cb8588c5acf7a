"""Small files made for tests: PDF written by hand, DOCX by its library, changed bytes."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import docx

WIDTH, HEIGHT = 595, 842


class Words(NamedTuple):
    """Words on a page of a PDF: from the left and from above, in points."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False


def pdf(*pages: Sequence[Words], title: str = "", packed: Callable[[bytes], bytes] = zlib.compress) -> bytes:
    """A PDF with words on its pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name
        for name in (b"Helvetica", b"Helvetica-Bold")
    ]
    objects.append(b"<< /Title (%s) >>" % title.encode())
    kids = []
    for words in pages:
        content = packed(b"\n".join(map(_shown, words)))
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (WIDTH, HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _written(objects)


def _shown(words: Words) -> bytes:
    text = words.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    place = b"%.1f %.1f" % (words.x, HEIGHT - words.y)
    return b"BT /F%d %.1f Tf 1 0 0 1 %s Tm (%s) Tj ET" % (2 if words.bold else 1, words.size, place, text)


def _written(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, text))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def column(x: float, y: float, *lines: str, size: float = 10, bold: bool = False, step: float = 12) -> list[Words]:
    """Lines below each other."""
    return [Words(x, y + number * step, line, size, bold) for number, line in enumerate(lines)]


def docx_file(write: Callable[[Any], object]) -> bytes:
    """A DOCX file, written to by a function."""
    document = docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_INSERTED: Final = (b"\0", b"<", b"&", b"\xff\xfe", b"(", b"{", b'"', b"\n", b"9" * 30, b"%", b"[" * 20)


def mutated(data: bytes, seed: int, count: int) -> Iterator[bytes]:
    """The bytes of a file with some changed, cut, doubled or inserted."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 5, 30))):
            place, end = sorted((chance.randrange(len(changed) + 1), chance.randrange(len(changed) + 1)))
            kind = chance.randrange(5)
            if kind == 0 and place < len(changed):
                changed[place] = chance.randrange(256)
            elif kind == 1:
                del changed[place : min(end, place + 50)]
            elif kind == 2:
                changed[place:place] = changed[place : min(end, place + 200)]
            elif kind == 3:
                changed[place:place] = chance.choice(_INSERTED)
            elif chance.random() < 0.1:
                del changed[place:]
        yield bytes(changed)
