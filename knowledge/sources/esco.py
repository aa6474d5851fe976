"""ESCO as its portal gives it: the classification and its relations, csv in zips (v1.1.1 and v1.2), one language.

ESCO is used under Commission Decision 2011/833/EU: "This service uses the ESCO classification of the European
Commission." The descriptions are left out: names are facts, prose is not needed.
"""

import re
from collections.abc import Sequence

from knowledge.names import Kind
from knowledge.sources.tables import Table, Unreadable, only, read
from knowledge.vocabularies import Row, Term, Vocabulary

MARKS = ("skills_", "occupations_", "occupationskillrelations")
"""Beginnings of file names by which ESCO is known."""
MOST_STRAY = 0.01
"""From this share of relations on that point to nothing, relations and classification are of different releases."""


def read_esco(found: Sequence[Table]) -> Vocabulary:
    """Skills and occupations with all their names, and the relations between them.

    Raises Unreadable. Without relation files only the names are read, and a note says so.
    """
    language = _language(found)
    skills = _file(found, f"skills_{language}.csv")
    occupations = _file(found, f"occupations_{language}.csv")
    notes: list[str] = []
    terms = [*_terms(skills, "skill", "skillType", notes), *_terms(occupations, "occupation", "iscoGroup", notes)]
    known = {term.id for term in terms}
    if len(known) < len(terms):
        raise Unreadable(f"{skills.where} and {occupations.where} share an identifier.")
    kinds = {term.id: term.kind for term in terms}
    relations = {
        "occupation_skills": _relations(
            found, "occupationskillrelations", ("occupationUri", "skillUri", "relationType"), kinds, notes
        ),
        "skill_skills": _relations(
            found, "skillskillrelations", ("originalSkillUri", "relatedSkillUri", "relationType"), kinds, notes
        ),
        "broader": [
            *_broader(found, "broaderrelationsskillpillar"),
            *_broader(found, "broaderrelationsoccpillar"),
        ],
    }
    if not any(relations.values()):
        notes.append("no relations were in these files: import the relations zip with the classification zip")
    shared = _shared(terms)
    if shared:
        notes.append(f"{shared} names belong to more than one skill")
    columns = dict.fromkeys(relations, ("from", "to", "relation"))
    return Vocabulary("esco", _release(found, skills), tuple(terms), columns, relations, tuple(notes))


def _language(found: Sequence[Table]) -> str:
    """The language of the files: en when there, else the only one."""
    languages = {m[1] for table in found if (m := re.fullmatch(r"(?:skills|occupations)_([a-z]{2})\.csv", table.name))}
    if not languages:
        raise Unreadable("The ESCO classification is missing: skills_en.csv and occupations_en.csv are in its zip.")
    return "en" if "en" in languages or len(languages) > 1 else languages.pop()


def _file(found: Sequence[Table], name: str) -> Table:
    table = only(found, name)
    if table is None:
        raise Unreadable(f"The ESCO classification is not complete: {name} is missing.")
    return table


def _terms(table: Table, kind: Kind, group: str, notes: list[str]) -> list[Term]:
    """Preferred name and other names, which are lines of one field; a repeated name is one."""
    terms: dict[str, Term] = {}
    columns = ("conceptUri", "preferredLabel", "altLabels", group)
    for n, (uri, name, others, of, hidden, status) in enumerate(read(table, columns, ("hiddenLabels", "status")), 1):
        if not uri or not name.strip():
            raise Unreadable(f"{table.where}: record {n} has no {'name' if uri else 'conceptUri'}.")
        if uri in terms:
            raise Unreadable(f"{table.where}: record {n} repeats {uri}.")
        if status and status != "released":
            continue
        name = " ".join(name.split())
        lines = [" ".join(line.split()) for text in (others, hidden) for line in text.splitlines()]
        aliases = dict.fromkeys(line for line in lines if line and line != name)
        terms[uri] = Term(uri, kind, name, tuple(aliases), of.removeprefix("skill/"))
    if not terms:
        raise Unreadable(f"{table.where}: the file holds no {kind}.")
    return list(terms.values())


def _relations(
    found: Sequence[Table], stem: str, columns: tuple[str, str, str], known: dict[str, Kind], notes: list[str]
) -> list[Row]:
    """Relations whose both ends are known; the stray ones are counted in a note."""
    table = _stem(found, stem)
    if table is None:
        return []
    kept: dict[Row, None] = {}
    stray: dict[str, int] = {}
    total = 0
    for total, (start, end, relation) in enumerate(read(table, columns), 1):
        if relation not in ("essential", "optional"):
            raise Unreadable(f"{table.where}: record {total} has the relation {relation!r}.")
        lost = next((uri for uri in (start, end) if uri not in known), None)
        if lost is None:
            kept[start, end, relation] = None
        else:
            stray[lost] = stray.get(lost, 0) + 1
    if (lost_rows := sum(stray.values())) > MOST_STRAY * max(1, total):
        raise Unreadable(
            f"{table.where}: {lost_rows} of {total} rows point to concepts that the classification does not have; "
            "are both files of one release?"
        )
    if lost_rows:
        notes.append(f"{lost_rows} rows of {table.name} name {_things(len(stray))} that the classification lacks")
    if (repeated := total - lost_rows - len(kept)) > 0:
        notes.append(f"{repeated} rows of {table.name} are there twice")
    return list(kept)


def _things(number: int) -> str:
    return "1 concept" if number == 1 else f"{number} concepts"


def _broader(found: Sequence[Table], stem: str) -> list[Row]:
    """The hierarchy; its groups are no terms of ours, so both ends are kept as they are."""
    table = _stem(found, stem)
    return [] if table is None else [(a, b, "broader") for a, b in read(table, ("conceptUri", "broaderUri"))]


def _stem(found: Sequence[Table], stem: str) -> Table | None:
    names = {table.name for table in found if re.fullmatch(rf"{stem}(?:_[a-z]{{2}})?\.csv", table.name)}
    if len(names) > 1:
        raise Unreadable(f"These files hold {stem} twice: {' and '.join(sorted(names))}.")
    return only(found, *names)


def _shared(terms: Sequence[Term]) -> int:
    """Names, exactly as written, that several skills have."""
    owners: dict[str, set[str]] = {}
    for term in terms:
        if term.kind == "skill":
            for name in (term.name, *term.aliases):
                owners.setdefault(name, set()).add(term.id)
    return sum(len(ids) > 1 for ids in owners.values())


def _release(found: Sequence[Table], skills: Table) -> str:
    """From the file's name where it says so, else the newest change in the skills."""
    for table in found:
        if match := re.search(r"\bv(\d+\.\d+(?:\.\d+)?)", table.file.name):
            return f"v{match[1]}"
    newest = max(changed for (changed,) in read(skills, (), ("modifiedDate",)))
    return f"changed up to {newest[:10]}" if newest else "release not stated"
