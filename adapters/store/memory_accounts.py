"""The twin's accounts and codes, and forgetting a learner, in memory."""

from dataclasses import replace
from datetime import datetime

from adapters.store import codec, mail_codec
from adapters.store.shelf import Shelf
from bot.errors import NotFound
from bot.messages import Person
from bot.traffic import Code

HOUR = 3_600_000_000  # microseconds


def forget(shelf: Shelf, tenant: str, learner: str) -> None:
    """Delete everything of the learner and what waits in the inbox from them (see `forgetting`)."""
    accounts = [at for at, (_, linked) in shelf.identities.items() if (at[0], linked) == (tenant, learner)]
    marks = [(platform, mail_codec.written_by(platform, tenant, id)) for _, platform, id in accounts]
    own = {place.id for place in shelf.places.values() if (place.tenant, place.learner) == (tenant, learner)}
    for number, row in list(shelf.inbox.items()):
        if row.tenant != tenant or row.free_at is None:
            continue
        if row.place in own or any(row.platform == platform and mark in row.body for platform, mark in marks):
            finished = row if row.state == "claimed" else replace(row, state="done", free_at=None)
            shelf.inbox[number] = replace(finished, body="")
    delete_rows(shelf, tenant, learner)
    for key, place in list(shelf.places.items()):
        if (tenant, place.platform, place.conversation) in accounts and place.tenant == tenant:
            del shelf.places[key]


def delete_rows(shelf: Shelf, tenant: str, learner: str) -> None:
    """Delete everything that names the learner, and the learner."""
    place = (tenant, learner)
    for kept in (shelf.learners, shelf.journal, shelf.codes, shelf.tries):
        kept.pop(place, None)
    for at, (_, linked) in list(shelf.identities.items()):
        if (at[0], linked) == place:
            del shelf.identities[at]
    for state in [state for state in shelf.dialogues if state[:2] == place]:
        del shelf.dialogues[state]
    for id, message in list(shelf.outbox.items()):
        if (message.tenant, message.learner) == place:
            del shelf.outbox[id], shelf.free_at[id]
    for token, action in list(shelf.actions.items()):
        if (action.tenant, action.learner) == place:
            del shelf.actions[token]
    for id, where in list(shelf.places.items()):
        if (where.tenant, where.learner) == place:
            del shelf.places[id]


class MemoryAccounts:
    """Which accounts on platforms are one learner."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def of(self, tenant: str, learner: str) -> list[Person]:
        """The learner's accounts, in the order they were added."""
        found = self._shelf.identities.items()
        return [Person(*at, name) for at, (name, linked) in found if (at[0], linked) == (tenant, learner)]

    def offer(self, code: Code) -> None:
        """Keep a code; an older one of the learner is void."""
        self._shelf.codes[code.tenant, code.learner] = codec.checked(code)

    def redeem(self, tenant: str, digest: str, now: datetime) -> str | None:
        """Take a code that has not expired off; returns the learner it was offered by."""
        at = codec.to_instant(now)
        for key, code in sorted(self._shelf.codes.items()):
            if (code.tenant, code.digest) == (tenant, digest) and codec.to_instant(code.expires_at) > at:
                del self._shelf.codes[key]
                return code.learner
        return None

    def tried(self, tenant: str, learner: str, now: datetime, most: int) -> bool:
        """Count a wrong code; False once there were `most` within the last hour (then it counts no further)."""
        at, key = codec.to_instant(now), (tenant, codec.checked(learner))
        recent = tuple(time for time in self._shelf.tries.get(key, ()) if time > at - HOUR)
        counts = len(recent) < most
        self._shelf.tries[key] = (*recent, at) if counts else recent
        return counts

    def leave(self, person: Person) -> None:
        """Take an account off its learner, and with it the learner's private places on that platform."""
        _, learner = self._shelf.identities.pop((person.tenant, person.platform, person.id), ("", None))
        for key, place in self._shelf.places.items():
            if learner and (place.tenant, place.platform, place.learner) == (person.tenant, person.platform, learner):
                self._shelf.places[key] = replace(place, learner=None)

    def move(self, tenant: str, from_learner: str, to_learner: str) -> None:
        """Give accounts and places of one learner to another one; what else the first has is deleted. Raises NotFound
        when there is no such other learner.
        """
        if from_learner == to_learner:
            return
        if (tenant, to_learner) not in self._shelf.learners:
            raise NotFound
        for at, (name, linked) in list(self._shelf.identities.items()):
            if (at[0], linked) == (tenant, from_learner):
                del self._shelf.identities[at]  # and to the end of the line
                self._shelf.identities[at] = (name, to_learner)
        for key, place in self._shelf.places.items():
            if (place.tenant, place.learner) == (tenant, from_learner):
                self._shelf.places[key] = replace(place, learner=to_learner)
        delete_rows(self._shelf, tenant, from_learner)
