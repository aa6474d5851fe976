"""The lexicon: every name, alias and code of the catalog, found again however people write it.

Rules (data.md): a preferred name beats an alias; an alias of several things is ambiguous and all are returned.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from knowledge.catalog import Catalog
from knowledge.credentials import Credential, Issuer
from knowledge.spelling import Spelling
from knowledge.words import FULL, keys, lengthen, word_set

Kind = Literal["credential", "skill", "occupation"]
KINDS: tuple[Kind, ...] = ("credential", "skill", "occupation")

NAME, ALIAS, VARIANT, LOOSE = range(4)
"""How good a name is: preferred or code; alias; derived by us; derived and only for a phrase that names one thing."""

HEAD = 5
"""Words that begin with the same five letters are related: engineer, engineering."""

_NOISE = word_set("certified certification certificate credential exam cert certs")
_MAKERS = ("Apache ", "Microsoft ", "Amazon ", "Adobe ")
"""Who people leave out when they name a tool."""
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_BRACKET = re.compile(r"\s*\(([^)]*)\)")
_ACRONYM = re.compile(r"\((\w*[A-Z]\w*[A-Z][\w+/-]*)\)")


class Entry(NamedTuple):
    """One written form of one thing."""

    kind: Kind
    id: str
    text: str
    rank: int


class Names:
    """All written forms of the things of a catalog, keyed by their words joined with spaces.

    `exact` by words in order, `compact` by letters without spaces, `bags` by sorted meaningful words;
    `prefixes` are the beginnings of `exact` keys (`comma_prefixes` of names with a comma);
    `vocabulary` counts names per word.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.titles: dict[tuple[Kind, str], str] = {}
        self.exact: dict[str, list[Entry]] = defaultdict(list)
        self.compact: dict[str, list[Entry]] = defaultdict(list)
        self.bags: dict[str, list[Entry]] = defaultdict(list)
        self.prefixes: set[str] = set()
        self.comma_prefixes: set[str] = set()
        self.forms: list[tuple[Entry, frozenset[str]]] = []
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.by_head: dict[str, set[str]] = defaultdict(set)
        self.vocabulary: dict[str, int] = defaultdict(int)
        self._capitals: set[str] = set()
        seen: set[tuple[str, str, str]] = set()
        for entry in _entries(catalog):
            if (form := (entry.kind, entry.id, entry.text.lower())) not in seen:
                seen.add(form)
                self._add(entry)
        for word in self.by_word:
            if len(word) > HEAD:
                self.by_head[word[:HEAD]].add(word)
        self.spelling = Spelling(self.vocabulary, {word.lower() for word in self._capitals})

    def name(self, kind: Kind, id: str) -> str:
        """The preferred name of a thing."""
        return self.titles[kind, id]

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word over all names; unknown words count as the rarest."""
        return math.log(1 + len(self.forms) / (1 + self.vocabulary.get(word, 0)))

    def best(self, entries: Iterable[Entry], kind: Kind) -> list[Entry]:
        """The entries of a kind, one an id, best rank first, ids in order."""
        found: dict[str, Entry] = {}
        for entry in entries:
            if entry.kind == kind and (entry.id not in found or entry.rank < found[entry.id].rank):
                found[entry.id] = entry
        return sorted(found.values(), key=lambda e: (e.rank, e.id))

    def _add(self, entry: Entry) -> None:
        parts = keys(entry.text)
        if not parts:
            return
        self.titles.setdefault((entry.kind, entry.id), entry.text)
        if entry.text != entry.text.lower():
            self._capitals.update(_CAPITALS.findall(entry.text))
        self._file(parts, entry)
        if len(parts) > 1 and not FULL.keys().isdisjoint(parts):
            self._file(tuple([FULL.get(part, part) for part in parts]), entry)
        loose = lengthen(parts)
        form = frozenset(loose)
        self.bags[" ".join(sorted(loose))].append(entry)
        self.forms.append((entry, form))
        for word in form.union(parts):
            self.vocabulary[word] += 1
        place = len(self.forms) - 1
        for word in form:
            self.by_word[word].append(place)

    def _file(self, form: tuple[str, ...], entry: Entry) -> None:
        """Under its words in order and under its letters, unless the same thing is there with as good a rank."""
        joined = " ".join(form)
        same = self.exact[joined]
        if entry.rank == VARIANT and any(other.kind != entry.kind and other.rank <= ALIAS for other in same):
            entry = entry._replace(rank=LOOSE)  # "information security manager" in a sentence is the role, not CISM
        for other in same:
            if other.id == entry.id and other.kind == entry.kind and other.rank <= entry.rank:
                return
        same.append(entry)
        self.compact["".join(form)].append(entry)
        beginning = ""
        for part in form:
            beginning = f"{beginning} {part}" if beginning else part
            self.prefixes.add(beginning)
            if "," in entry.text:
                self.comma_prefixes.add(beginning)


def _entries(catalog: Catalog) -> Iterator[Entry]:
    """Every form of everything, the preferred name of each thing first."""
    for occupation in catalog.occupations.values():
        yield from _plain("occupation", occupation.id, occupation.name, occupation.aliases)
    for skill in catalog.skills.values():
        yield from _plain("skill", skill.id, skill.name, skill.aliases)
        for text in (skill.name, skill.onet):
            if text and text != skill.name:
                yield Entry("skill", skill.id, text, VARIANT)
            if text and text.startswith(_MAKERS):
                yield Entry("skill", skill.id, text.split(maxsplit=1)[1], VARIANT)
    for credential in catalog.credentials.values():
        yield from _credential(credential, catalog.issuers.get(credential.issuer))


def _plain(kind: Kind, id: str, name: str, aliases: Iterable[str]) -> Iterator[Entry]:
    for text, rank in spoken(name, aliases):
        yield Entry(kind, id, text, rank)


def spoken(name: str, aliases: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The forms of a name with their ranks: itself, its aliases, without its brackets, the acronym in them."""
    yield name, NAME
    for alias in aliases:
        yield alias, ALIAS
    if "(" in name:
        yield _BRACKET.sub("", name), VARIANT
    if acronym := _ACRONYM.search(name):
        yield acronym[1], VARIANT
        yield acronym[1] + name[acronym.end() :], VARIANT


def _credential(credential: Credential, issuer: Issuer | None) -> Iterator[Entry]:
    """Its names, and what people leave out or add: "certified", the brackets, the issuer."""
    kind: Kind = "credential"
    yield Entry(kind, credential.id, credential.name, NAME)
    preferred = [credential.short, *([credential.code] if credential.code else [])]
    for text in preferred:
        yield Entry(kind, credential.id, text, NAME)
    for alias in credential.aliases:
        yield Entry(kind, credential.id, alias, ALIAS)
    givers = [issuer.name, *issuer.aliases] if issuer else []
    for text in preferred:
        for giver in givers:
            yield Entry(kind, credential.id, f"{giver} {text}", VARIANT)
    if acronym := _ACRONYM.search(credential.name):
        yield Entry(kind, credential.id, acronym[1], VARIANT)
    plain = _BRACKET.sub("", credential.name).replace(":", " ")
    kept = [word for word in plain.split() if word.lower() not in _NOISE and word not in "-–—"]
    yield Entry(kind, credential.id, " ".join(kept), VARIANT if len(kept) > 2 else LOOSE)
    for giver in sorted([*givers, *(g.split()[0] for g in givers)], key=len, reverse=True):
        size = len(giver.split())
        if len(kept) > size and [w.lower() for w in kept[:size]] == giver.lower().split():
            rest = kept[size:]
            yield Entry(kind, credential.id, " ".join(rest), VARIANT if len(rest) > 2 else LOOSE)
            break
