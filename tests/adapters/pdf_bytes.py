"""PDFs written by hand: a page of text lines, an empty page, one that claims more than it has."""

import zlib
from collections.abc import Sequence


def pdf(pages: Sequence[Sequence[str]], *, packed: bool = False, extra: str = "") -> bytes:
    """A PDF whose pages hold these lines in Helvetica; `packed` deflates them; `extra` goes into the trailer."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, lines in enumerate(pages):
        shown = " T* ".join(f"({line.translate({40: '', 41: '', 92: ''})}) Tj" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 800 Td {shown} ET".encode("latin-1", "replace") if lines else b""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(content(stream, packed=packed))
    return assembled(objects, extra)


def content(stream: bytes, *, packed: bool = False) -> bytes:
    """A stream object."""
    body = zlib.compress(stream) if packed else stream
    way = "/Filter /FlateDecode " if packed else ""
    return f"<< {way}/Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"


def assembled(objects: Sequence[bytes], extra: str = "") -> bytes:
    """Numbered objects with their cross-reference table."""
    out = b"%PDF-1.4\n"
    places = []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (
        out
        + f"{head}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )
