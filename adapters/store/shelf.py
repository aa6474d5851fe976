"""What the store's twin in memory keeps: plain dicts of frozen values, so that a copy of the dicts is a snapshot."""

from dataclasses import dataclass, field, fields
from typing import Any

from bot.records import Change, FactReport, LearnerRecord
from bot.traffic import Action, Code, Outgoing, Place


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the inbox; `free_at` as in `mail_tables`."""

    tenant: str
    platform: str
    id: str
    place: str
    body: str
    came_at: int
    state: str = "waiting"
    attempt: int = 0
    owner: str = ""
    free_at: int | None = 0
    reason: str = ""


@dataclass(slots=True)
class Shelf:
    """Everything that is stored."""

    learners: dict[tuple[str, str], LearnerRecord] = field(default_factory=dict)  # tenant, key
    identities: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)  # -> name, key
    journal: dict[tuple[str, str], tuple[Change, ...]] = field(default_factory=dict)
    dialogues: dict[tuple[str, str, str], str] = field(default_factory=dict)  # tenant, key, conversation -> JSON
    reports: dict[tuple[str, str], FactReport] = field(default_factory=dict)
    inbox: dict[int, Waiting] = field(default_factory=dict)  # number
    known: dict[tuple[str, str, str], int] = field(default_factory=dict)  # platform, tenant, event id -> number
    outbox: dict[tuple[str, str], Outgoing] = field(default_factory=dict)  # tenant, id
    free_at: dict[tuple[str, str], int | None] = field(default_factory=dict)  # of the outbox
    actions: dict[tuple[str, str], Action] = field(default_factory=dict)  # tenant, token
    places: dict[tuple[str, str], Place] = field(default_factory=dict)  # tenant, id
    codes: dict[tuple[str, str], Code] = field(default_factory=dict)  # tenant, learner
    tries: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)  # tenant, learner -> instants
    rates: dict[str, tuple[int, int]] = field(default_factory=dict)  # digest -> arrival, end of pause
    leases: dict[str, tuple[str, int]] = field(default_factory=dict)  # name -> owner, until
    numbers: dict[str, int] = field(default_factory=dict)  # the last one given

    def copy(self) -> "Shelf":
        """A snapshot."""
        return Shelf(*(dict(getattr(self, each.name)) for each in fields(self)))

    def number(self, of: str) -> int:
        """The next number of a table; none is given twice."""
        self.numbers[of] = self.numbers.get(of, 0) + 1
        return self.numbers[of]

    def erase(self, tenant: str) -> None:
        """Drop everything of a tenant."""
        for name in ("learners", "identities", "journal", "dialogues", "reports", "outbox", "free_at", "actions"):
            _drop(getattr(self, name), tenant)
        for name in ("places", "codes", "tries"):
            _drop(getattr(self, name), tenant)
        for number in [number for number, row in self.inbox.items() if row.tenant == tenant]:
            self.drop_event(number)

    def drop_event(self, number: int) -> None:
        """Drop a row of the inbox."""
        row = self.inbox.pop(number)
        self.known.pop((row.platform, row.tenant, row.id), None)


def _drop(kept: dict[Any, Any], tenant: str) -> None:
    for key in [key for key in kept if key[0] == tenant]:
        del kept[key]
