"""Installations with their tokens sealed: a store's rows on one side, `ports.Installations` on the other. The
composition root brings the three parts together; nothing here knows how they work.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from adapters.slack.installed import tenant_of
from bot.errors import StaleRecord
from bot.ports import Clock


class Row(Protocol):
    """One installation in the store."""

    @property
    def team(self) -> str:
        """The workspace, "" for a whole organisation."""
        ...

    @property
    def sealed(self) -> str:
        """What was sealed."""
        ...

    @property
    def version(self) -> int:
        """From 1."""
        ...


class Rows(Protocol):
    """The store. Its `save` writes version 0 over whatever is there; else it raises StaleRecord when it is too late."""

    def find(self, enterprise: str, team: str) -> Row | None:
        """The installation of a workspace, maybe that of its whole organisation."""
        ...

    def save(self, installation: Any, /) -> Any:
        """Write it."""
        ...

    def remove(self, enterprise: str, team: str) -> None:
        """Delete it."""
        ...

    def issue(self, now: datetime) -> str:
        """A state."""
        ...

    def consume(self, state: str, now: datetime) -> bool:
        """Whether it was good, once."""
        ...


class Sealer(Protocol):
    """Makes a text unreadable and readable again."""

    def seal(self, text: str) -> str:
        """Sealed."""
        ...

    def open(self, text: str) -> str:
        """Opened."""
        ...


@dataclass(frozen=True, slots=True)
class Sealed:
    """Implements `ports.Installations`. `row` makes a row of the store's kind from its fields."""

    rows: Rows
    row: Callable[..., Any]
    sealer: Sealer
    clock: Clock

    def find(self, enterprise: str, team: str) -> tuple[Mapping[str, Any], int] | None:
        """What was saved and its version."""
        found = self.rows.find(enterprise, team)
        if found is None or found.team != team:  # an organisation's is its own tenant
            return None
        value: dict[str, Any] = json.loads(self.sealer.open(found.sealed))
        return value, found.version

    def save(self, enterprise: str, team: str, value: Mapping[str, Any], version: int) -> bool:
        """Write it when nobody was faster."""
        row = self.row(
            enterprise=enterprise,
            team=team,
            tenant=tenant_of(enterprise, team),
            whole_enterprise=not team,
            sealed=self.sealer.seal(json.dumps(dict(value))),
            bot_user=str(value.get("bot_user") or ""),
            refreshed_at=self.clock.now(),
            version=version,
        )
        try:
            self.rows.save(row)
        except StaleRecord:
            return False
        return True

    def remove(self, enterprise: str, team: str) -> None:
        """Delete it."""
        self.rows.remove(enterprise, team)

    def issue_state(self, until: datetime) -> str:
        """A state for one installation; the store knows how long it is good."""
        return self.rows.issue(self.clock.now())

    def consume_state(self, state: str, now: datetime) -> bool:
        """Whether it was good, once."""
        return self.rows.consume(state, now)
