"""What a file says that somebody holds, as credentials of a catalog. Proposals only: nothing here is verified."""

from dataclasses import dataclass
from datetime import date

from knowledge.catalog import Catalog
from knowledge.matching import Matcher
from knowledge.sources import formats
from knowledge.sources.draft import Draft, Giver
from knowledge.sources.reading import File

FORMATS = {"wallet": "badge_template", "elm": "EuropeanDigitalCredential"}
"""The formats that are somebody's own, and a word that every such file has in it."""
_VALID = {"", "accepted", "issued"}


@dataclass(frozen=True, slots=True)
class Holding:
    """One credential that the file names. `credential` None: the catalog has none of that name by that issuer."""

    credential: str | None
    name: str
    issuer: str
    on: date | None
    until: date | None
    state: str

    def counts(self, today: date) -> bool:
        """Whether it still counts: accepted by its holder, and not expired."""
        return self.state in _VALID and (self.until is None or self.until >= today)


def is_somebodys(text: str) -> bool:
    """Whether a text may be such a file; cheap, so that every file can be asked."""
    return any(word in text for word in FORMATS.values())


def held(name: str, text: str, catalog: Catalog) -> list[Holding] | None:
    """What a file's text says that its owner holds, newest first; None when it is another kind of file.

    Raises Broken when it is such a file and damaged.
    """
    file = File(name, text.encode("utf-8", "replace"))
    if formats.of(file) not in FORMATS:
        return None
    draft = formats.read([file])
    if not isinstance(draft, Draft):
        return None
    matcher = Matcher(catalog)
    found: dict[str, Holding] = {}
    for h in draft.held:
        issuer = matcher.issuer(Giver("", h.giver))
        id = matcher.named(h.name, issuer) if issuer else None
        new = Holding(id, h.name, h.giver, h.on, h.until, h.state)
        old = found.get(id or h.key)
        if old is None or (old.on or date.min) < (h.on or date.min):
            found[id or h.key] = new
    return sorted(found.values(), key=lambda h: (-(h.on or date.min).toordinal(), h.name))
