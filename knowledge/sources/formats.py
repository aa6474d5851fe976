"""Which format files are in, and the reader of each. What no reader knows is refused."""

import json
from collections.abc import Sequence
from typing import Any

from knowledge.sources import csv_rows, ctdl, elm, microsoft, own_files, wallet
from knowledge.sources.draft import Draft
from knowledge.sources.reading import Broken, File, Problem, broken

NAMES = ("own", "csv", "ctdl", "wallet", "microsoft", "elm")
"""What `--format` takes; a cert/map table is a csv."""
Raw = dict[str, Any]


def read(files: Sequence[File], form: str | None = None, *, skip: bool = False) -> Draft | Raw:
    """What the files say: a draft, or a document of our own format. Raises Broken with every problem.

    `form` is one of NAMES, else it is found out; `skip` leaves lines of tables out that cannot be read.
    """
    form = form or _form(files)
    match form:
        case "own":
            return own_files.together([(file.name, own_files.load(file)) for file in files])
        case "csv":
            return _tables(files, skip)
        case "ctdl":
            return ctdl.read(files)
        case "wallet":
            return wallet.read(files)
        case "microsoft":
            return microsoft.read(files)
        case "elm":
            return elm.read(files)
        case _:
            raise ValueError(form)


def _form(files: Sequence[File]) -> str:
    """The one format of all files."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            found.setdefault(of(file), file.name)
        except Broken as error:
            problems += error.problems
    if problems:
        raise Broken(problems)
    if len(found) > 1:
        told = " and ".join(f"{name} ({form})" for form, name in sorted(found.items()))
        raise broken("the folder", f"its files are of several formats: {told}; import them one by one")
    return next(iter(found))


def of(file: File) -> str:
    """The format of one file, by its suffix and shape. Raises Broken when it is none of ours."""
    if csv_rows.is_table(file):
        return "csv"
    if file.name.lower().endswith((".yaml", ".yml")):
        return "own"
    value = file.json()
    if own_files.is_ours(value):
        return "own"
    if elm.is_elm(value):
        return "elm"
    if wallet.is_wallet(value):
        return "wallet"
    if ctdl.is_ctdl(file):
        return "ctdl"
    if microsoft.is_microsoft(value):
        return "microsoft"
    keys = ", ".join(map(str, list(value)[:5])) if isinstance(value, dict) else json.dumps(value)[:60]
    raise broken(file.name, f"this is no format that I can read; it begins with {keys or 'nothing'}")


def _tables(files: Sequence[File], skip: bool) -> Draft:
    """Several tables as one; an id may be in one of them only."""
    whole: Draft | None = None
    problems: list[Problem] = []
    for file in files:
        try:
            part = csv_rows.read(file, skip=skip)
        except Broken as error:
            problems += error.problems
            continue
        if whole is None:
            whole = part
            continue
        for key, offer in part.offers.items():
            if key in whole.offers:
                problems.append(Problem(offer.where, f"{key!r} is in {whole.offers[key].where} already"))
            whole.offers.setdefault(key, offer)
        whole.givers = {**part.givers, **whole.givers}
        whole.notes += part.notes
    if problems or whole is None:
        raise Broken(problems)
    return whole
