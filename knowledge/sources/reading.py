"""Files as they come from outside: text, JSON, and what is said when one of them is broken."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LARGEST = 64 * 1024 * 1024
"""Bytes of all files of an import together; the largest real payload, a Microsoft Learn dump, has 13 million."""
SUFFIXES = (".csv", ".json", ".jsonld", ".yaml", ".yml")
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: a file with its line, node or record."""

    where: str
    text: str


class Broken(ValueError):
    """Nothing can be taken from these files; each problem says where it is."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [f"{p.where}: {p.text}" for p in self.problems[:SHOWN]]
        more = len(self.problems) - len(lines)
        super().__init__("; ".join(lines) + (f"; and {more} more" if more > 0 else ""))


def broken(where: str, text: str) -> Broken:
    """One problem."""
    return Broken([Problem(where, text)])


@dataclass(frozen=True, slots=True)
class File:
    """A file by its name (within the folder that was given) with its bytes."""

    name: str
    content: bytes

    def text(self) -> str:
        """Its text; a byte order mark is left out. Raises Broken with the line of the first byte that is none."""
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.content.count(b"\n", 0, error.start) + 1
            raise broken(f"{self.name} line {line}", "this is not UTF-8 text") from None

    def json(self) -> Any:
        """Its JSON. Raises Broken with line and column."""
        try:
            return json.loads(self.text(), parse_constant=_no_number)
        except json.JSONDecodeError as error:
            where = f"{self.name} line {error.lineno} column {error.colno}"
            raise broken(where, f"this is not JSON: {error.msg}") from None
        except _NoNumber as error:
            raise broken(self.name, f"{error} is not a number") from None
        except RecursionError:
            raise broken(self.name, "this JSON is nested too deeply") from None


class _NoNumber(ValueError):
    pass


def _no_number(text: str) -> Any:
    raise _NoNumber(text)


def files(path: Path) -> list[File]:
    """The file, or every file with a known suffix below a folder. Raises Broken when there is none, OSError."""
    if not path.is_dir():
        found = [path]
    else:
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not found:
        raise broken(path.name, f"there is no file to import ({', '.join(SUFFIXES)})")
    if sum(p.stat().st_size for p in found) > LARGEST:
        raise broken(path.name, f"this is more than {LARGEST // 1024 // 1024} MB")
    return [File(str(p.relative_to(path)) if p != path else p.name, p.read_bytes()) for p in found]


def text(value: Any) -> str:
    """A text that a person may read: language maps give English or else their first language; no markup, one line."""
    if isinstance(value, dict):
        value = next((v for k, v in sorted(value.items()) if k.lower().split("-")[0] == "en"), None) or next(
            iter(value.values()), ""
        )
    if isinstance(value, list):
        value = next((v for v in value if v), "")
        return text(value) if isinstance(value, dict) else text(str(value))
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def texts(value: Any) -> list[str]:
    """Every text of a list, a single value or a language map of lists."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda k: (k.lower().split("-")[0] != "en", k))
        return texts(value[keys[0]]) if keys else []
    if isinstance(value, list):
        return [said for item in value for said in texts(item)]
    said = text(value)
    return [said] if said else []


def each(value: Any) -> list[Any]:
    """A list of what may be a list, one thing or nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def link(value: Any) -> str:
    """A web address, else ""."""
    said = text(value)
    return said if said.startswith(("https://", "http://")) and not any(c in said for c in " <>\"'") else ""


def host(url: str) -> str:
    """The host of an address, without www; "" when there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
