"""PDFs: their text, or one word why there is none, whatever the bytes are."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.attached import opened
from adapters.pdfs import DAMAGED, HEAVY, LOCKED, MOST_CHARACTERS, MOST_PAGES, SCANNED, is_pdf, read, text_of_pdf
from bot.messages import Attachment
from tests.adapters.pdf_bytes import assembled, content, pdf

LINES = ("Skills", "Python, SQL", "Certifications", "CompTIA Security+, May 2024")
WHOLE = pdf([LINES], packed=True)


def test_text_in_a_process_of_its_own() -> None:
    """The lines come out one by one, from the child as from here."""
    found = opened(Attachment("cv.pdf", "application/pdf", len(WHOLE)), WHOLE)
    assert found.content
    assert found.content.splitlines() == list(LINES)
    assert (read(WHOLE), found.trouble) == ((found.content, ""), "")


def test_text_of_a_drawing() -> None:
    """A PDF that another program wrote: embedded fonts, letters as codes."""
    from matplotlib.figure import Figure

    figure = Figure()
    figure.text(0.1, 0.8, "Kubernetes and Terraform")
    out = io.BytesIO()
    figure.savefig(out, format="pdf")
    assert read(out.getvalue()) == ("Kubernetes and Terraform", "")


def test_the_first_pages_count() -> None:
    """Neither more pages nor more characters than the limits."""
    text, why = read(pdf([[f"page {n}"] for n in range(MOST_PAGES + 5)]))
    assert text
    assert (text.splitlines()[-1], why) == (f"page {MOST_PAGES - 1}", "")
    text, _ = read(pdf([["word " * 500] * 40] * 2))
    assert text
    assert len(text) <= MOST_CHARACTERS


def test_without_text() -> None:
    """Empty pages, a password, a broken file: a reason each."""
    from pypdf import PdfReader, PdfWriter

    assert read(pdf([()])) == (None, SCANNED)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(WHOLE)))
    for user, wanted in (("secret", (None, LOCKED)), ("", read(WHOLE))):
        writer.encrypt(user, "owner", algorithm="AES-128")
        out = io.BytesIO()
        writer.write(out)
        assert read(out.getvalue()) == wanted
    for broken in (b"%PDF-1.7", b"%PDF-1.7\nstartxref\n9\n%%EOF", WHOLE[:200], b"%PDF-" + bytes(range(256))):
        assert read(broken) == (None, DAMAGED), broken
    assert [is_pdf(b) for b in (WHOLE, b"\n" + WHOLE, b"PK\x03\x04", b"")] == [True, True, False, False]


def test_a_bomb() -> None:
    """A small file that unpacks to twenty megabytes of drawing is given up."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        content(b"(x) Tj " * 3_000_000, packed=True),
    ]
    bomb = assembled(objects)
    assert len(bomb) < 256 * 1024
    text, why = text_of_pdf(bomb)
    assert text is None
    assert why in {HEAVY, SCANNED}  # the reader skips a stream that is too large


def test_too_slow_is_given_up() -> None:
    """The child is ended when its time is over."""
    assert text_of_pdf(WHOLE, seconds=0.001) == (None, HEAVY)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=20), st.integers(0)
)
def test_mutated_bytes(changes: list[tuple[int, int]], cut: int) -> None:
    """Any bytes give a text or a reason, never both, never a crash."""
    body = bytearray(WHOLE)
    for place, byte in changes:
        body[place] = byte
    text, why = read(bytes(body[: len(body) - cut % 40]))
    assert (text is None) == (why in {LOCKED, SCANNED, DAMAGED, HEAVY})


@pytest.mark.parametrize("noise", [b"", b"\0" * 99, b"hello", "größe".encode("latin-1")])
def test_no_pdf(noise: bytes) -> None:
    """Anything else is read as before."""
    found = opened(Attachment("a.pdf", "", 1), noise)
    assert found.trouble == ""
