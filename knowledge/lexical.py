"""Ranking by shared words: BM25F over the fields of everything in a catalog.

A word in a name weighs more than the same word in a description (Robertson, Zaragoza and Taylor 2004: counts are
weighted by field before they saturate). Typing errors are corrected first, and words that begin alike count a little.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from knowledge.names import HEAD, Kind
from knowledge.plain import plain
from knowledge.ranking import K1, B
from knowledge.served import served
from knowledge.spelling import Spelling
from knowledge.words import keys, lengthen, word_set, words

FIELDS = {
    "name": 3.0,
    "issuer": 1.5,
    "skill": 1.0,
    "own": 1.0,
    "plain": 0.7,
    "fact": 0.5,
    "alias": 0.3,
    "domain": 0.3,
    "role": 0.3,
}
"""Weights, tuned by hand on the validation half of tests/evaluation; the measure is flat around them."""
KIN = 0.6
"""What a word counts that only begins with the same letters."""
_SHOWN = 8
_CORE = 5
"""How many of a credential's skills are searched by name, and how many by alias and description."""
_SERVES = 0.3
"""The share of a role's required levels from which a credential is said to serve it."""
_LEVELS = {
    1: "entry level beginner introduction first start",
    2: "associate",
    3: "professional intermediate",
    4: "advanced expert",
    5: "expert master",
}
_EMPTY = word_set("""
    i it is be my our me that they who what where how when which from as all any every this not no their them can may
    do so if want into out up its you your we us he she have ha had would could should get""")
"""Words of a request that say nothing about what is wanted."""


class Asked(NamedTuple):
    """One word of a query: as written, and in the form it is compared in."""

    written: str
    key: str


class _Skill(NamedTuple):
    name: list[str]
    alias: list[str]
    plain: list[str]


class Lexical:
    """Finds the things of a catalog by words. Safe between threads; takes about 0.2 s for 1,200 things."""

    def __init__(self, catalog: Catalog, spelling: Spelling) -> None:
        self._spelling = spelling
        entries = list(_entries(catalog))
        self.things: list[tuple[Kind, str]] = [(kind, id) for kind, id, _ in entries]
        self._weights = _weigh([fields for _, _, fields in entries])
        self._heads: dict[str, list[str]] = defaultdict(list)
        for word in self._weights:
            if len(word) > HEAD:
                self._heads[word[:HEAD]].append(word)

    def asked(self, text: str) -> list[Asked]:
        """The telling words of a query, corrected; all of them when none is telling."""
        found = []
        for word in words(text):
            for key in lengthen([word.key]):
                right = key if key in self._weights else next(iter(self._spelling.corrections(key)), key)
                found.append(Asked(text[word.start : word.end], right))
        return [asked for asked in found if asked.key not in _EMPTY] or found

    def scores(self, query: Iterable[Asked]) -> dict[int, float]:
        """Place in `things` -> score above 0, for what shares a word; less for what leaves words of the query out."""
        total: dict[int, float] = defaultdict(float)
        shared: dict[int, int] = defaultdict(int)
        wanted = {asked.key for asked in query}
        for key in wanted:
            best: dict[int, float] = {}
            for word, share in self._alike(key):
                places, weights = self._weights[word]
                for place, weight in zip(places, weights, strict=True):
                    best[place] = max(best.get(place, 0.0), share * weight)
            for place, weight in best.items():
                total[place] += weight
                shared[place] += 1
        return {place: score * math.sqrt(shared[place] / len(wanted)) for place, score in total.items()}

    def shared(self, query: Iterable[Asked], place: int) -> list[str]:
        """The words of the query, as written, that a thing shares."""
        return [
            asked.written
            for asked in dict.fromkeys(query)
            if any(place in self._weights[word][0] for word, _ in self._alike(asked.key))
        ]

    def _alike(self, key: str) -> list[tuple[str, float]]:
        found = [(key, 1.0)] if key in self._weights else []
        if len(key) > HEAD:
            found += [(word, KIN) for word in self._heads.get(key[:HEAD], ()) if word != key]
        return found


def _weigh(entries: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, tuple["array[int]", "array[float]"]]:
    """Word -> the places of the entries that have it, rising, and its BM25F weight in each."""
    lengths = {field: sum(len(entry.get(field, ())) for entry in entries) / max(1, len(entries)) for field in FIELDS}
    counts: list[dict[str, float]] = []
    for entry in entries:
        count: dict[str, float] = defaultdict(float)
        for field, said in entry.items():
            norm = FIELDS[field] / (1 - B + B * len(said) / (lengths[field] or 1.0))
            for word, times in Counter(said).items():
                count[word] += norm * times
        counts.append(count)
    seen = Counter(word for count in counts for word in count)
    found: dict[str, tuple[array[int], array[float]]] = {word: (array("I"), array("f")) for word in seen}
    for place, count in enumerate(counts):
        for word, weight in count.items():
            rarity = math.log(1 + (len(entries) - seen[word] + 0.5) / (seen[word] + 0.5))
            found[word][0].append(place)
            found[word][1].append(rarity * weight * (K1 + 1) / (K1 + weight))
    return found


def _entries(catalog: Catalog) -> Iterable[tuple[Kind, str, dict[str, list[str]]]]:
    skills, roles = plain("skill"), plain("occupation")
    for role in catalog.occupations.values():
        needs = [catalog.skills[skill].name for skill in role.essential if skill in catalog.skills]
        fields = {"name": _words(role.name, *role.aliases), "plain": _words(roles.get(role.id, ""))}
        yield "occupation", role.id, {**fields, "alias": _words(*needs)}
    said: dict[str, _Skill] = {}
    for skill in catalog.skills.values():
        own = _Skill(_words(skill.name), _words(*skill.aliases), _words(skills.get(skill.id, "")))
        said[skill.id] = own
        yield "skill", skill.id, {"name": [*own.name, *own.alias], "plain": own.plain}
    titles = {role.id: _words(role.name) for role in catalog.occupations.values()}
    serving = served(catalog)
    for credential in catalog.credentials.values():
        serves = [titles[role] for role, share in serving[credential.id].items() if share >= _SERVES]
        yield "credential", credential.id, _credential(catalog, credential, said, serves)


def _credential(
    catalog: Catalog, credential: Credential, said: Mapping[str, _Skill], serves: Sequence[Sequence[str]]
) -> dict[str, list[str]]:
    issuer = catalog.issuers.get(credential.issuer)
    shown = [said[show.skill] for show in credential.skills if show.skill in said]
    return {
        "name": _words(credential.name, credential.short, credential.code or "", *credential.aliases),
        "issuer": _words(issuer.name, *issuer.aliases) if issuer else [],
        "skill": [word for skill in shown[:_SHOWN] for word in skill.name],
        "own": _words(plain("credential").get(credential.id, "")),
        "plain": [word for skill in shown[:_CORE] for word in skill.plain],
        "alias": [word for skill in shown[:_CORE] for word in skill.alias],
        "domain": _words(credential.domain),
        "role": [word for role in serves for word in role],
        "fact": _words(*_facts(credential)),
    }


def _facts(credential: Credential) -> Iterable[str]:
    """What people ask for besides the subject: the price of nothing, the level, the sort of exam."""
    yield _LEVELS.get(credential.level, "")
    yield credential.kind
    if credential.fees and all(fee.cents == 0 for fee in credential.fees if not fee.optional):
        yield "free no cost"
    if credential.exam and credential.exam.hands_on:
        yield "hands on practical lab real exam"
    if credential.exam and credential.exam.none:
        yield "no exam course"


def _words(*texts: str) -> list[str]:
    return [word for text in texts for word in lengthen(keys(text))]
