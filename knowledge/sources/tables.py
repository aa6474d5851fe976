"""Official table files as they are downloaded: CSV or tab-separated, plain, in a folder or in a zip."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

csv.field_size_limit(1 << 24)


class Unreadable(ValueError):
    """A file is not what it should be; the message is one sentence that says where."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table file, `member` of a zip or the file itself."""

    file: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """The bare file name, lower case: occupations_en.csv."""
        return re.split(r"[\\/]", self.member or self.file.name)[-1].lower()

    @property
    def where(self) -> str:
        """The name for people."""
        return f"{self.file.name}: {self.member}" if self.member else self.file.name


def tables(paths: Iterable[Path]) -> list[Table]:
    """The .csv, .tsv and .txt files that these files, folders and zips hold. Raises Unreadable."""
    found: list[Table] = []
    for path in paths:
        if not path.exists():
            raise Unreadable(f"{path}: there is no such file.")
        if path.is_dir():
            found += tables(sorted(child for child in path.iterdir() if child.is_file()))
        elif path.suffix.lower() == ".zip":
            try:
                with zipfile.ZipFile(path) as archive:
                    names = [name for name in archive.namelist() if not name.startswith("__MACOSX")]
            except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
                raise Unreadable(f"{path.name}: this is no zip file that I can open ({error}).") from None
            found += [Table(path, name) for name in names if name.lower().endswith((".csv", ".tsv", ".txt"))]
        elif path.suffix.lower() in {".csv", ".tsv", ".txt"}:
            found.append(Table(path))
    return found


def read(table: Table, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[list[str]]:
    """The values of these columns (then of the optional ones, "" where the file has no such column), row by row.

    Raises Unreadable, naming file and line, for a missing column, a row of another width, bytes that are no UTF-8,
    and a damaged zip member.
    """
    try:
        with _stream(table) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
            yield from _rows(table, text, columns, optional)
    except UnicodeDecodeError as error:
        raise Unreadable(f"{table.where}: not UTF-8 text ({error.reason} at byte {error.start} of a block).") from None
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable(f"{table.where}: the zip is damaged ({error}).") from None
    except RuntimeError as error:
        raise Unreadable(f"{table.where}: cannot be read ({error}).") from None


def _stream(table: Table) -> IO[bytes]:
    if table.member is None:
        return table.file.open("rb")
    with zipfile.ZipFile(table.file) as archive:
        return archive.open(table.member)  # the member keeps the file open for itself


def _rows(table: Table, text: IO[str], columns: Sequence[str], optional: Sequence[str]) -> Iterator[list[str]]:
    if table.name.endswith(".csv"):
        reader = csv.reader(text, strict=True)
    else:
        reader = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
    try:
        header = next(reader, [])
        if missing := [name for name in columns if name not in header]:
            raise Unreadable(f"{table.where}: line 1 has no column {missing[0]!r}.")
        places = [header.index(name) for name in columns]
        extra = [header.index(name) if name in header else -1 for name in optional]
        width = len(header)
        for row in reader:
            if len(row) != width:
                if not row:
                    continue
                raise Unreadable(f"{table.where}: line {reader.line_num} has {len(row)} fields, not {width}.")
            yield [row[place] for place in places] + [row[place] if place >= 0 else "" for place in extra]
    except csv.Error as error:
        raise Unreadable(f"{table.where}: line {reader.line_num}: {error}.") from None


def only(found: Iterable[Table], *names: str) -> Table | None:
    """The table with one of these names, or None; raises Unreadable when two files have it."""
    same = [table for table in found if table.name in names]
    if len({(table.file, table.member) for table in same}) > 1:
        raise Unreadable(f"{same[0].name} is there twice: in {same[0].where} and in {same[1].where}.")
    return same[0] if same else None


def bare(table: Table, width: int) -> Iterator[tuple[str, ...]]:
    """The rows of a tab-separated table without a header, all `width` fields wide. Raises Unreadable."""
    try:
        with _stream(table) as raw, io.TextIOWrapper(raw, "utf-8-sig") as text:
            for n, line in enumerate(text, 1):
                row = tuple(line.rstrip("\r\n").split("\t"))
                if len(row) != width:
                    raise Unreadable(f"{table.where}: line {n} has {len(row)} fields, not {width}.")
                yield row
    except UnicodeDecodeError as error:
        raise Unreadable(f"{table.where}: not UTF-8 text ({error.reason}).") from None


def first(table: Table) -> tuple[str, ...]:
    """The fields of the first line, "" read as it is; nothing of an empty or unreadable file."""
    with _stream(table) as raw:
        line = raw.readline(1 << 16).decode("utf-8-sig", "replace")
    return tuple(line.rstrip("\r\n").split("\t"))
