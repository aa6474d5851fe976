"""What a plan rests on, in words: facts with a source and without one, and what would change the choice."""

from dataclasses import dataclass

from bot.wording import en
from bot.wording.formats import listed, plural, some
from knowledge.catalog import Catalog
from planner.flips import Flip
from planner.pathway import Pathway

_FIELDS = (("hours", "study time"), ("prerequisites", "requirements"), ("status", "still offered"))
"""What the planner reads of every step beside its fees."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How many facts of the steps a reference confirms, and by credential which ones none does."""

    confirmed: int
    open: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def count(self) -> int:
        """All facts looked at."""
        return self.confirmed + sum(len(what) for _, what in self.open)


def facts(catalog: Catalog, pathway: Pathway) -> Facts:
    """The fees, hours, prerequisites and status that the plan counts with, each with or without a reference."""
    confirmed = 0
    missing: list[tuple[str, tuple[str, ...]]] = []
    for step in pathway.steps:
        credential = catalog.credentials.get(step.credential)
        if credential is None:
            missing.append((step.credential, ("all of it",)))
            continue
        read = [(f"{fee.kind} fee", fee.sources) for fee in credential.fees if not fee.optional]
        read += [(words, credential.sources.get(field, ())) for field, words in _FIELDS]
        if step.route == "award":
            read = [("components", credential.sources.get("awarded_by", ()))]
        confirmed += sum(bool(sources) for _, sources in read)
        if without := tuple(words for words, sources in read if not sources):
            missing.append((credential.short, without))
    return Facts(confirmed, tuple(missing))


def facts_line(found: Facts) -> str:
    """ "Of the 12 facts it counts with, a source confirms 9. Not confirmed: CCSK (study time)." """
    if not found.open:
        return en.TRUST_ALL.format(many=plural(found.count, "fact"))
    told = some([f"{name} ({listed(list(what))})" for name, what in found.open], 5)
    return en.TRUST_SOME.format(many=plural(found.count, "fact"), n=found.confirmed, open=told)


def flip_lines(catalog: Catalog, found: tuple[Flip, ...]) -> list[str]:
    """When another choice would be best, or that none would."""
    if not found:
        return [en.TRUST_STANDS]
    lines = []
    said: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for flip in found:
        said.setdefault((flip.added, flip.removed), []).append(en.TRUST_CASES[flip.case])
    for (added, removed), cases in said.items():
        names = {True: _names(catalog, added), False: _names(catalog, removed)}
        what = f"{names[True]} instead of {names[False]}" if added and removed else names[True] or f"no {names[False]}"
        lines.append(en.TRUST_FLIPS.format(case=listed(cases, "or"), what=what))
    return lines


def _names(catalog: Catalog, ids: tuple[str, ...]) -> str:
    return listed([catalog.credentials[i].short for i in ids])
