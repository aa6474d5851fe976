"""Places, and what the buttons on messages stand for, on SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, select, update

from adapters.store import codec
from adapters.store.engine import insert_many, insert_new
from adapters.store.mail_tables import actions, inbox, places
from bot.traffic import Action, Place

_p, _a = places.c, actions.c
_here = (_p.tenant == bindparam("of"), _p.id == bindparam("which"))
_get = select(places).where(*_here)
_find = select(places).where(
    _p.tenant == bindparam("of"), _p.platform == bindparam("on"), _p.conversation == bindparam("named")
)
_of = (
    select(places)
    .where(_p.tenant == bindparam("of"), _p.learner == bindparam("by"))
    .order_by(_p.platform, _p.kind, _p.conversation)
)
_give = update(places).where(*_here, _p.learner.is_(None)).values(learner=bindparam("by"))
_bury = update(places).where(*_here).values(dead=bindparam("why"))
_waited_for = exists().where(inbox.c.tenant == _p.tenant, inbox.c.place == _p.id, inbox.c.free_at.is_not(None))
_remove = delete(places).where(*_here, ~_waited_for)
_action = select(actions).where(_a.tenant == bindparam("of"), _a.token == bindparam("which"))
_spend = (
    update(actions)
    .where(_a.tenant == bindparam("of"), _a.group == bindparam("on"), _a.kind == "say", _a.spent == "")
    .values(spent=bindparam("pressed"))
)


class SqlPlaces:
    """Where people are talked to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, tenant: str, platform: str, conversation: str) -> Place | None:
        """The place that the platform calls so."""
        row = self._connection.execute(_find, {"of": tenant, "on": platform, "named": conversation}).mappings().first()
        return None if row is None else codec.from_row(Place, row)

    def get(self, tenant: str, id: str) -> Place | None:
        """The place with this id."""
        row = self._connection.execute(_get, {"of": tenant, "which": id}).mappings().first()
        return None if row is None else codec.from_row(Place, row)

    def keep(self, place: Place) -> Place:
        """Add a place, or give the one that is there; a `learner` is written into one that had none."""
        if insert_new(self._connection, places, codec.to_row(codec.checked(place))):
            return place
        kept = self.find(place.tenant, place.platform, place.conversation)
        if kept is None:
            raise ValueError("another place has this id")
        if place.learner is not None and kept.learner is None:
            self._connection.execute(_give, {"of": kept.tenant, "which": kept.id, "by": place.learner})
            return self.get(kept.tenant, kept.id) or kept
        return kept

    def of(self, tenant: str, learner: str) -> list[Place]:
        """The private places of a learner, by platform, kind and conversation."""
        rows = self._connection.execute(_of, {"of": tenant, "by": learner}).mappings()
        return [codec.from_row(Place, row) for row in rows]

    def bury(self, tenant: str, id: str, reason: str) -> None:
        """Nothing can be sent there any more; "" brings it back."""
        self._connection.execute(_bury, {"of": tenant, "which": id, "why": codec.checked(reason)})

    def remove(self, tenant: str, id: str) -> None:
        """Delete the row, unless somebody wrote there again: an unfinished event needs it for its answer."""
        self._connection.execute(_remove, {"of": tenant, "which": id})


class SqlActions:
    """What the buttons stand for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, actions_: Sequence[Action]) -> None:
        """Keep them; a token that exists already is ignored."""
        insert_many(self._connection, actions, [codec.checked_row(action) for action in actions_])

    def find(self, tenant: str, token: str) -> Action | None:
        """The action behind a token, spent and expired ones included."""
        row = self._connection.execute(_action, {"of": tenant, "which": token}).mappings().first()
        return None if row is None else codec.from_row(Action, row)

    def spend(self, tenant: str, group: str, label: str) -> None:
        """Mark every `say` action of a message as spent; the first label stays."""
        self._connection.execute(_spend, {"of": tenant, "on": group, "pressed": codec.checked(label)})

    def prune(self, before: datetime) -> int:
        """Delete what expired before an instant."""
        return self._connection.execute(delete(actions).where(_a.expires_at < codec.to_instant(before))).rowcount
