"""Reads the catalog's credentials into items for one request."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.credentials import Credential
from planner.candidates import Candidates
from planner.costs import credit_of, currency_of
from planner.gap import OpenTarget, counted
from planner.items import BESIDE, PER_JUMP, Group, Item, Stack
from planner.pathway import LeftOut
from planner.structure import Structure
from planner.worth import recognised

TIME = frozenset({"hours", "deadline"})
"""The two names of the one constraint that the work fits in before the deadlines."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads credentials into items for one request. `levels` are what the person has, `days` the deadlines in order."""

    judge: Candidates
    known: Structure
    targets: tuple[OpenTarget, ...]
    asking: Mapping[str, tuple[int, ...]]
    about: frozenset[str]
    levels: Mapping[str, int]
    days: tuple[date | None, ...] = ()

    def beside(self, credential: Credential) -> int:
        """Points for the skills it shows that no goal asks for."""
        shown = {s.skill for s in credential.skills}
        return BESIDE * len(shown - self.about) // len(shown) if shown else BESIDE

    def close(self, wanted: Iterable[str]) -> list[str]:
        """The candidates among `wanted` and all candidates that may support them, by id."""
        found: set[str] = set()
        waiting = list(wanted)
        while waiting:
            credential = self.judge.catalog.credentials.get(waiting.pop())
            if credential is None or credential.id in found or self.judge.why_not(credential):
                continue
            found.add(credential.id)
            for group in (
                *self.known.required(credential),
                *self.known.components(credential),
                *self.shorteners(credential),
                *self.advised(credential),
            ):
                waiting.extend(group)
        return sorted(found)

    def steep(self, credential: Credential) -> int:
        """Points for how far it is above the person, who has not got what is advised before (docs/planner.md)."""
        jump = max((s.level - self.levels.get(s.skill, 0) for s in credential.skills), default=0)
        return PER_JUMP * max(jump - 1, 0)

    def advised(self, credential: Credential) -> tuple[frozenset[str], ...]:
        """What is advised before it and neither held nor known, as clauses of ids; none where that costs nothing."""
        missing = self.known.advised(credential) if self.steep(credential) else ()
        held = self.judge.request.held.credentials
        return tuple(ids for ids in missing if not any(c in held or self._knows(c) for c in ids))

    def _knows(self, id: str) -> bool:
        """Whether the person already has all that a credential shows, at its levels."""
        credential = self.judge.catalog.credentials.get(id)
        shown = credential.skills if credential else ()
        return bool(shown) and all(self.levels.get(s.skill, 0) >= s.level for s in shown)

    def shows(self, credential: Credential) -> tuple[tuple[int, int], ...]:
        """Pairs (target index, levels closed) of what the credential adds."""
        closed: dict[int, int] = {}
        for shown in credential.skills:
            for t in self.asking.get(shown.skill, ()):
                closed[t] = max(closed.get(t, 0), self.targets[t].closed_by(shown.level))
        return tuple((t, k) for t, k in sorted(closed.items()) if k)

    def shorteners(self, credential: Credential) -> tuple[frozenset[str], ...]:
        """Per entry of `shortened_by`, the ids that count as it."""
        if not credential.shortened_by:
            return ()
        return tuple(
            frozenset({s.credential}) | self.judge.same.get(s.credential, frozenset()) for s in credential.shortened_by
        )

    def item(self, credential: Credential, place: Mapping[str, int]) -> Item:
        """The credential over the given candidates (id -> index)."""
        price, effort = self.judge.price(credential), self.judge.effort(credential)
        held = frozenset(self.judge.request.held.credentials)
        required = self.known.required(credential)
        here = place[credential.id]
        shows = self.shows(credential)
        counts = counted(recognised(self.judge.catalog, credential.id)) if shows else 0
        starts, exams = self.judge.starts(credential), self.judge.exams(credential)
        timeless = bool(TIME & self.judge.dropped)
        advised = self.advised(credential)

        def group(ids: frozenset[str]) -> Group:
            return tuple(sorted(place[c] for c in ids if c in place and place[c] != here))

        return Item(
            id=credential.id,
            level=credential.level,
            quarter_hours=effort.quarter_hours,
            cents=price.cents,
            us_cents=self.judge.catalog.convert(price.cents, currency_of(self.judge.request), "USD") or 0,
            cost_basis=price.basis,
            hours_basis=effort.basis,
            about=price.about,
            study=not credential.award_only and () not in (starts, exams),
            stack=self._stack(credential, held, group),
            clauses=tuple(group(ids) for ids in required if not ids & held),
            needs_held=tuple(dict.fromkeys(min(ids & held) for ids in required if ids & held)),
            rivals=tuple(sorted(place[c] for c in self.judge.same.get(credential.id, ()) if c in place)),
            shows=shows,
            points=tuple(self.targets[t].points(k, counts) for t, k in shows),
            beside=self.beside(credential),
            starts=None if timeless else starts,
            exams=None if timeless else exams,
            last=None if timeless else self.last(credential),
            credits=self._credits(credential, effort.quarter_hours, place),
            advised=tuple(map(group, advised)),
            steep=self.steep(credential) if advised else 0,
        )

    def last(self, credential: Credential) -> int | None:
        """The deadline that its retirement sets, where it is before that of the goals."""
        gone = credential.retires_on if credential.status == "retiring" else None
        return self.days.index(gone) if gone in self.days and gone != self.days[-1] else None

    def _credits(self, credential: Credential, whole: int, place: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
        if not credential.shortened_by:
            return ()
        saved: dict[int, int] = {}
        for shortening, ids in zip(credential.shortened_by, self.shorteners(credential), strict=True):
            less = whole - self.judge.costs.shortened(credential, credit_of(shortening)).quarter_hours
            for k in (place[c] for c in ids if c in place and c != credential.id):
                saved[k] = max(less, saved.get(k, 0))
        return tuple((k, less) for k, less in sorted(saved.items()) if less)

    def _stack(
        self, credential: Credential, held: frozenset[str], group: Callable[[frozenset[str]], Group]
    ) -> Stack | None:
        if credential.awarded_by is None:
            return None
        components = self.known.components(credential)
        have = [min(ids & held) for ids in components if ids & held]
        open_ = tuple(g for ids in components if not ids & held and (g := group(ids)))
        need = max(credential.awarded_by.at_least - len(have), 0)
        return Stack(need, open_, tuple(dict.fromkeys(have))) if need <= len(open_) else None

    def left_out(self, wanted: Iterable[str]) -> tuple[LeftOut, ...]:
        """Credentials that would show something missing and are barred."""
        reasons = (self.judge.why_not(self.judge.catalog.credentials[c]) for c in sorted(wanted))
        return tuple(r for r in reasons if r and r.why != "held")
