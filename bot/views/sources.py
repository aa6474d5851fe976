"""Sources: which reference says what, with title, date and address. A button carries their keys, so nothing is kept.

A key is a credential id, "demand:FAMILY", "wage:SOC" or "skills:ID".
"""

from collections.abc import Callable, Iterable
from datetime import date

from bot.messages import Block, Card, Cards, Choice, Heading, Note, Reply, Text
from bot.wording import research as words
from bot.wording.formats import day, month, some
from knowledge.aging import stale
from knowledge.catalog import Catalog
from knowledge.credentials import Credential, Reference
from knowledge.demand import decay, latest
from knowledge.recognition import card

_FIELDS = {
    "status": "status",
    "retires_on": "when it retires",
    "replaced_by": "what replaces it",
    "level": "level",
    "exam": "exam",
    "hours": "study hours",
    "validity_months": "how long it is valid",
    "renewal": "renewal",
    "prerequisites": "what it requires",
    "awarded_by": "what it is awarded for",
    "part_of": "what it is part of",
    "credit": "university credit",
    "languages": "languages",
}


def sources_choice(*keys: str) -> Choice:
    """The button; pressing it or typing "sources" lists the references of these keys."""
    return Choice(words.SOURCES, f"sources for {', '.join(dict.fromkeys(k for k in keys if k))}")


def dated(reference: Reference) -> str:
    """Its date, as exact as it is known."""
    match len(reference.dated):
        case 4:
            return reference.dated
        case 7:
            return month(reference.as_of)
        case _:
            return day(reference.as_of)


def sources(catalog: Catalog, today: date, keys: Iterable[str]) -> Reply | None:
    """The references behind what was said about these keys; None when no key is known."""
    said: dict[str, dict[str, list[str]]] = {}
    own: list[str] = []
    known = [k for k in dict.fromkeys(keys) if _known(catalog, k)]
    if not known:
        return None
    for key in known:
        _gather(catalog, today, key, said, own)
    refs = sorted(
        (catalog.references[r] for r in said), key=lambda r: (-_count(said[r.id]), -r.as_of.toordinal(), r.id)
    )
    cards = []
    for r in refs:
        old = f", {words.OLD}" if stale(r, today) else ""
        cards.append(Card(r.title, (f"{dated(r)}{old}", f"says: {_told(said[r.id], many=len(known) > 1)}"), r.url))
    blocks: list[Block] = [Heading(words.SOURCES_TITLE)]
    blocks.append(Cards(tuple(cards)) if cards else Text(words.SOURCES_NONE))
    if own:
        blocks.append(Note(words.SOURCES_OWN.format(what=some(list(dict.fromkeys(own)), 8))))
    return Reply(f"{words.SOURCES_TITLE}: {len(refs)}.", tuple(blocks))


def _known(catalog: Catalog, key: str) -> bool:
    kind, _, name = key.partition(":")
    if kind == "demand":
        return bool(catalog.demand and latest(catalog.demand, name))
    if kind == "wage":
        return name in catalog.wages
    return key in catalog.credentials


def _count(labels: dict[str, list[str]]) -> int:
    return sum(len(found) for found in labels.values())


def _told(labels: dict[str, list[str]], *, many: bool) -> str:
    """ "CCSP: exam and renewal; AZ-500: status"."""
    return "; ".join(
        f"{about}: {some(found, 6)}" if many and about else some(found, 8) for about, found in labels.items()
    )


_SAME = {"assessment": "exam", "renewal": "renewal", "credit": "university credit"}


def _gather(catalog: Catalog, today: date, key: str, said: dict[str, dict[str, list[str]]], own: list[str]) -> None:
    """What the references of one key say, and what has none."""
    kind, _, name = key.partition(":")
    credential = catalog.credentials.get(key)
    about = short_name(credential) if credential else ""

    def note(what: str, refs: Iterable[str]) -> None:
        found = [r for r in refs if r in catalog.references]
        for r in found:
            labels = said.setdefault(r, {}).setdefault(about, [])
            if what not in labels:
                labels.append(what)
        if not found:
            own.append(f"{what} of {about}" if about else what)

    if kind == "demand":
        window = latest(catalog.demand, name) if catalog.demand else None
        note(f"job postings for {name} roles", window.references if window else ())
    elif kind == "wage":
        note(f"wage of {catalog.wages[name].title}", catalog.wages[name].sources)
    elif credential:
        _of_credential(catalog, today, credential, note)


def _of_credential(catalog: Catalog, today: date, c: Credential, note: Callable[[str, Iterable[str]], None]) -> None:
    for field, label in _FIELDS.items():
        if c.sources.get(field) or field in c.unconfirmed:
            note(label, c.sources.get(field, ()))
        for other in c.disagree.get(field, {}):
            note(f"{label} (another value)", (other,))
    for fee in c.fees:
        note(f"{fee.kind} fee", (*fee.sources, *fee.disagree))
    if c.hours and not c.sources.get("hours") and "hours" not in c.unconfirmed:
        note("study hours", ())
    if c.skills:
        note("the skills", ())
    for entry in card(catalog, c.id).lines:
        if entry.sources:
            note(_SAME.get(entry.component, words.COMPONENTS[entry.component]), entry.sources)
    for fact in decay(catalog, c.id, today):
        if fact.kind == "exam-version":
            note("exam version", fact.sources)


def short_name(credential: Credential) -> str:
    """What people call it: the exam's code where the name has several words (AZ-500)."""
    code = credential.code or ""
    spoken = code[:1].isalpha() and " " in credential.short and len(code) < len(credential.short)
    return code if spoken else credential.short
