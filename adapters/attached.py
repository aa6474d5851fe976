"""What the bytes of a file say that somebody sent: one reading for every platform."""

from dataclasses import replace

from adapters.archives import is_archive, tables
from adapters.pdfs import is_pdf, text_of_pdf
from bot.messages import Attachment


def opened(file: Attachment, content: bytes) -> Attachment:
    """The attachment with its text: of a text file, of a PDF, or of the tables in an archive.

    Without text it comes back as it was, a PDF with the reason. May take seconds: call it beside an event loop.
    """
    if is_pdf(content):
        text, why = text_of_pdf(content)
        return replace(file, content=text, trouble=why)
    if is_archive(content):
        return replace(file, content=tables(content))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file
    return file if "\0" in text else replace(file, content=text)
