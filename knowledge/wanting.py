"""What a query wants of a credential besides its subject: easy or advanced, free or cheap, with a practical exam."""

import re
from collections.abc import Callable, Mapping

from knowledge.catalog import Catalog
from knowledge.credentials import Credential

SHARE = 0.15
"""How much more a credential counts for each wish that it meets: enough to order what fits about as well."""
CHEAP = 10_000
"""Cents, in the fee's own currency: that is cheap."""


def _cost(credential: Credential) -> int | None:
    """Cents of what must be paid, None when that is not known."""
    fees = [fee.cents for fee in credential.fees if not fee.optional]
    known = [cents for cents in fees if cents is not None]
    return sum(known) if known and len(known) == len(fees) else None


def _easy(credential: Credential) -> float:
    return {1: 1.0, 2: 0.5}.get(credential.level, 0.0)


def _advanced(credential: Credential) -> float:
    return float(credential.level >= 4)


def _free(credential: Credential) -> float:
    return float(_cost(credential) == 0)


def _cheap(credential: Credential) -> float:
    cost = _cost(credential)
    return float(cost is not None and cost <= CHEAP)


def _practical(credential: Credential) -> float:
    return float(bool(credential.exam and credential.exam.hands_on))


_WISHES: Mapping[Callable[[Credential], float], str] = {
    _easy: r"first|eas(?:y|iest)|beginners?|entry|starters?|introduct\w+|intro|basics?|fundamentals?|junior|newcomers?",
    _advanced: r"advanced|experts?|senior|hardest|toughest",
    _free: r"free|no cost|costs? nothing|without paying",
    _cheap: r"cheap(?:est)?|inexpensive|affordable|low cost",
    _practical: r"hands[- ]on|practical|labs?|real (?:box(?:es)?|machines?|systems?|prompt)",
}


class Wanting:
    """Weighs the credentials of a catalog by the wishes of a query. Safe between threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._wishes = [
            (
                re.compile(rf"\b(?:{cue})\b", re.I),
                {id: share for id, it in catalog.credentials.items() if (share := met(it))},
            )
            for met, cue in _WISHES.items()
        ]

    def weights(self, text: str) -> Callable[[str], float]:
        """Credential id -> 1 when it meets every wish of the text, less for each that it does not meet."""
        wanted = [met for cue, met in self._wishes if cue.search(text)]
        whole = 1 + SHARE * len(wanted)
        return lambda id: (1 + SHARE * sum(met.get(id, 0.0) for met in wanted)) / whole
