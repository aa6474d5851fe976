"""The twin's rates and leases in memory."""

from collections.abc import Sequence
from datetime import UTC, datetime

from adapters.store import codec, mail_codec
from adapters.store.shelf import Shelf
from bot.traffic import Rate, Slot

FOREVER = datetime.max.replace(tzinfo=UTC)


class MemoryLimits:
    """Rates and leases."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reserve(self, rates: Sequence[Rate], now: datetime, until: datetime | None = None) -> Slot:
        """The first instant at or after `now` at which all the rates allow one more, and whether it was taken."""
        at, end = codec.to_instant(now), codec.to_instant(until or FOREVER)
        keyed = [Rate(mail_codec.rate_key(rate.key), rate.per_second, rate.burst) for rate in rates]
        first, charged = mail_codec.slots(keyed, self._shelf.rates, at, end)
        if charged is not None:
            self._shelf.rates = charged
        return Slot(codec.from_instant(first), charged is not None)

    def reserve_all(self, wanted: Sequence[Sequence[Rate]], now: datetime, until: Sequence[datetime]) -> list[Slot]:
        """The same for several things, one after the other."""
        return [self.reserve(rates, now, end) for rates, end in zip(wanted, until, strict=True)]

    def pause(self, key: str, until: datetime) -> None:
        """Nothing under this key before an instant."""
        digest, end = mail_codec.rate_key(key), codec.to_instant(until)
        arrival, paused = self._shelf.rates.get(digest, (0, 0))
        self._shelf.rates[digest] = (arrival, max(paused, end))

    def lease(self, name: str, owner: str, now: datetime, until: datetime) -> bool:
        """Hold a name until an instant, or hold it longer; False while another owner holds it."""
        at, end = mail_codec.to_instants(now, until)
        holder, held = self._shelf.leases.get(name, (owner, at))
        if holder != owner and held > at:
            return False
        self._shelf.leases[name] = (owner, end)
        return True

    def let_go(self, name: str, owner: str) -> None:
        """Give a held name back."""
        if self._shelf.leases.get(name, ("", 0))[0] == owner:
            self._shelf.leases.pop(name, None)
