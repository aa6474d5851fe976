"""Which of the things that a file names the catalog has already. Exact names only: what merely resembles is new."""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from knowledge.catalog import Catalog
from knowledge.linking import Linker
from knowledge.sources.draft import Giver, Offer, Taught
from knowledge.sources.reading import host
from knowledge.words import keys

LONGEST = 80
_ENDING = re.compile(r"(?:\s+ce)?\s+(?:certification|certificate|credential|badge)$", re.I)
"""What badges are called beyond the credential's name ("CompTIA Security+ ce Certification")."""
_ACRONYM = re.compile(r"\s*\((\w*[A-Z]\w*[A-Z][\w+/-]*)\)")
_BEFORE = re.compile(r"([A-Z]{2,6}): (.+)")
_MARKS = str.maketrans("", "", "®™©")
_WORD = re.compile(r"[a-z0-9]+")


def slug(name: str) -> str:
    """An id of our kind: lower-case ASCII words joined by "-"; "+" and "#" are spelled, so that C++ is not C.

    Names in other scripts end in a digest, because their letters are lost.
    """
    spelled = name.replace("+", " plus ").replace("#", " sharp ").replace("&", " and ")
    letters = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    made = "-".join(_WORD.findall(letters.encode("ascii", "ignore").decode().lower()))[:LONGEST].strip("-")
    if any(c.isalnum() and not c.isascii() for c in letters):
        made += f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return made.strip("-")


def _spellings(name: str) -> Iterator[str]:
    """How an issuer's own credential may be called elsewhere: with "ce Certification" or its acronym behind it."""
    plain = name.translate(_MARKS)
    for text in dict.fromkeys((plain, _ENDING.sub("", plain))):
        yield text
        if before := _BEFORE.match(text):
            yield before[2]
        if found := _ACRONYM.search(text):
            yield _ACRONYM.sub("", text)
            yield found[1]


class Matcher:
    """Finds a catalog's records by what a file calls them."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._linker = Linker(catalog)
        self._issuers: dict[tuple[str, ...], str] = {}
        hosts: dict[str, set[str]] = defaultdict(set)
        for issuer in catalog.issuers.values():
            for text in (issuer.id, issuer.name, *issuer.aliases):
                self._issuers.setdefault(keys(text), issuer.id)
            if place := host(issuer.url):
                hosts[place].add(issuer.id)
        self._hosts = {place: ids.pop() for place, ids in hosts.items() if len(ids) == 1}
        self._codes = {(c.issuer, keys(c.code)): c.id for c in catalog.credentials.values() if c.code}
        self._named = {s.name.casefold(): s.id for s in catalog.skills.values()}
        meant = Counter(s.esco for s in catalog.skills.values())
        self._esco = {s.esco: s.id for s in catalog.skills.values() if s.esco and meant[s.esco] == 1}
        self._domains: dict[str, Counter[str]] = defaultdict(Counter)
        for credential in catalog.credentials.values():
            for shown in credential.skills:
                self._domains[shown.skill][credential.domain] += 1

    def issuer(self, giver: Giver) -> str | None:
        """The issuer with this name, else the only one at this web address."""
        return self._issuers.get(keys(giver.name)) or (self._hosts.get(host(giver.url)) if giver.url else None)

    def credential(self, offer: Offer, issuer: str | None) -> str | None:
        """The issuer's credential with this id, name, code or short name; None when it has none or several."""
        if offer.id in self._catalog.credentials:
            return offer.id
        return self.named(offer.name, issuer, offer.code, offer.short)

    def named(self, name: str, issuer: str | None, code: str = "", short: str = "") -> str | None:
        """As `credential`, by words alone; without an issuer a name that means one thing is enough."""
        for text in (name, short, *(_spellings(name) if issuer else ())):
            found = self._exact(text, "credential") if text else []
            mine = [id for id in found if issuer is None or self._catalog.credentials[id].issuer == issuer]
            if len(mine) == 1:
                return mine[0]
        for text in (code, short):
            if issuer and text and (found_code := self._codes.get((issuer, keys(text)))):
                return found_code
        return None

    def skill(self, taught: Taught) -> list[str]:
        """The skills that this is: one is a link, several are an ambiguous name."""
        if taught.esco in self._esco:
            return [self._esco[taught.esco]]
        if taught.name.casefold() in self._named:
            return [self._named[taught.name.casefold()]]
        return self._exact(taught.name, "skill")

    def domain(self, skills: list[str]) -> str:
        """The domain in which most credentials show these skills."""
        counted: Counter[str] = Counter()
        for skill in skills:
            counted.update(self._domains.get(skill, Counter()))
        return min(counted, key=lambda d: (-counted[d], d)) if counted else "business"

    def _exact(self, text: str, kind: str) -> list[str]:
        found = self._linker.named(text, kind)  # type: ignore[arg-type]
        best = [m for m in found if m.score == 1.0]
        return [m.id for m in best]
