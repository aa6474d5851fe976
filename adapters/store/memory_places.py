"""The twin's places, and what the buttons stand for, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from adapters.store import codec
from adapters.store.shelf import Shelf
from bot.traffic import Action, Place


class MemoryPlaces:
    """Where people are talked to."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def find(self, tenant: str, platform: str, conversation: str) -> Place | None:
        """The place that the platform calls so."""
        wanted = (tenant, platform, conversation)
        every = self._shelf.places.values()
        return next((p for p in every if (p.tenant, p.platform, p.conversation) == wanted), None)

    def get(self, tenant: str, id: str) -> Place | None:
        """The place with this id."""
        return self._shelf.places.get((tenant, id))

    def keep(self, place: Place) -> Place:
        """Add a place, or give the one that is there; a `learner` is written into one that had none."""
        codec.checked(place)
        kept = self.find(place.tenant, place.platform, place.conversation)
        if kept is None:
            if (place.tenant, place.id) in self._shelf.places:
                raise ValueError("another place has this id")
            self._shelf.places[place.tenant, place.id] = place
            return place
        if place.learner is not None and kept.learner is None:
            kept = replace(kept, learner=place.learner)
            self._shelf.places[kept.tenant, kept.id] = kept
        return kept

    def of(self, tenant: str, learner: str) -> list[Place]:
        """The private places of a learner, by platform, kind and conversation."""
        own = [p for p in self._shelf.places.values() if (p.tenant, p.learner) == (tenant, learner)]
        return sorted(own, key=lambda p: (p.platform, p.kind, p.conversation))

    def bury(self, tenant: str, id: str, reason: str) -> None:
        """Nothing can be sent there any more; "" brings it back."""
        place = self._shelf.places.get((tenant, id))
        codec.checked(reason)
        if place is not None:
            self._shelf.places[tenant, id] = replace(place, dead=reason)

    def remove(self, tenant: str, id: str) -> None:
        """Delete the row, unless somebody wrote there again: an unfinished event needs it for its answer."""
        rows = self._shelf.inbox.values()
        if not any((r.tenant, r.place) == (tenant, id) and r.free_at is not None for r in rows):
            self._shelf.places.pop((tenant, id), None)


class MemoryActions:
    """What the buttons stand for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, actions: Sequence[Action]) -> None:
        """Keep them; a token that exists already is ignored."""
        for action in actions:
            self._shelf.actions.setdefault((action.tenant, action.token), codec.checked(action))

    def find(self, tenant: str, token: str) -> Action | None:
        """The action behind a token, spent and expired ones included."""
        return self._shelf.actions.get((tenant, token))

    def spend(self, tenant: str, group: str, label: str) -> None:
        """Mark every `say` action of a message as spent; the first label stays."""
        codec.checked(label)
        for key, action in self._shelf.actions.items():
            if (action.tenant, action.group, action.kind, action.spent) == (tenant, group, "say", ""):
                self._shelf.actions[key] = replace(action, spent=label)

    def prune(self, before: datetime) -> int:
        """Delete what expired before an instant."""
        at = codec.to_instant(before)
        old = [key for key, action in self._shelf.actions.items() if codec.to_instant(action.expires_at) < at]
        for key in old:
            del self._shelf.actions[key]
        return len(old)
