"""What the catalog's references state about each component of a credential's recognition, as intervals of 0 to 100."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from knowledge.evidence import Component, Statement, Weights
from knowledge.windows import MIN_POSTINGS, Demand, Label, Window, wilson


@dataclass(frozen=True, slots=True)
class Claim:
    """What `sources` say in a word, and what that leaves possible. A claim without sources is none.

    One that `settles` answers the component's question; the others only narrow it.
    """

    component: Component
    low: int
    high: int
    said: str
    sources: tuple[str, ...]
    by: str | None = None
    settles: bool = False


def claims(catalog: Catalog, credential: Credential, weights: Weights) -> Mapping[str, list[Claim]]:
    """Every sourced claim about the credential, by component. What is unconfirmed claims nothing."""
    found: dict[str, list[Claim]] = {c: [] for c in Component}
    for claim in _all(catalog, credential, weights):
        if claim.sources:
            found[claim.component].append(claim)
    return found


def _all(catalog: Catalog, c: Credential, weights: Weights) -> Iterator[Claim]:
    values = weights.values
    for s in statements(catalog, c):
        if s.component in values:
            worth = values[s.component][s.value]
            open_end = s.component in weights.at_least and worth > 0
            yield Claim(Component(s.component), worth, 100 if open_end else worth, s.value, s.sources, s.by, True)
    yield from _assessment(catalog, c, values[Component.ASSESSMENT])
    if "level" in c.sources:
        worth = values[Component.DESCRIBED]["level"]
        yield Claim(Component.DESCRIBED, worth, 100, "level", c.sources["level"], None, True)
    if c.hours and c.hours.basis != "estimate":
        worth = values[Component.DESCRIBED]["workload"]
        yield Claim(Component.DESCRIBED, worth, 100, "workload", c.sources.get("hours", ()), None, True)
    if c.credit:
        worth = values[Component.CREDIT]["recognised"]
        by = ", ".join(c.credit.institutions)
        yield Claim(Component.CREDIT, worth, worth, "recognised", c.sources.get("credit", ()), by, True)
    issuer = catalog.issuers[c.issuer]
    if issuer.verify_url:
        worth = values[Component.VERIFIABLE]["public-lookup"]
        yield Claim(Component.VERIFIABLE, worth, 100, "public-lookup", issuer.sources.get("verify_url", ()))
    yield from _renewal(c, values[Component.RENEWAL])
    if catalog.demand:
        yield from _employers(catalog.demand, c, weights)


_OF_EXAMS = (Component.ASSESSMENT, Component.IDENTITY)


def statements(catalog: Catalog, credential: Credential) -> list[Statement]:
    """The statements about a credential itself and those about its issuer that mean it too.

    How an issuer holds its exams says nothing of what it gives without one.
    """
    about = catalog.evidence.by_subject
    of_issuer = about.get(("issuer", credential.issuer), ())
    examined = not credential.award_only and not (credential.exam and credential.exam.none)
    return [
        *about.get(("credential", credential.id), ()),
        *(
            s
            for s in of_issuer
            if (not s.kinds or credential.kind in s.kinds) and (examined or s.component not in _OF_EXAMS)
        ),
    ]


def _assessment(catalog: Catalog, c: Credential, values: Mapping[str, int]) -> Iterator[Claim]:
    """From the exam: a length says that there is one, no more; who also tells how it is held says the rest."""
    if not c.exam:
        return
    said = c.sources.get("exam", ())
    lengths = tuple(s for s in said if s in catalog.evidence.lengths_only)
    tellers = tuple(s for s in said if s not in catalog.evidence.lengths_only)
    # a reference that disagrees on the minutes still says that there is an exam
    lengths += tuple(c.disagree.get("exam", {}))
    if c.exam.none:
        yield Claim(Component.ASSESSMENT, 0, values["application"], "no final exam", said)
        return
    yield Claim(Component.ASSESSMENT, values["knowledge"], 100, "an exam", lengths)
    low, high = values["knowledge"], values["proctored"]
    if c.exam.proctored:
        low = high
    elif c.exam.proctored is False:
        high = values["knowledge"] if c.exam.hands_on is False else values["application"]
        low = high if c.exam.hands_on is not None else low
    words = {True: "proctored", False: "not proctored", None: "an exam"}[c.exam.proctored]
    yield Claim(Component.ASSESSMENT, low, high, words, tellers, None, low == high)


def _renewal(c: Credential, values: Mapping[str, int]) -> Iterator[Claim]:
    if c.renewal:
        worth = values[c.renewal.rule]
        yield Claim(Component.RENEWAL, worth, worth, c.renewal.rule, c.sources.get("renewal", ()), None, True)
    stated = c.sources.get("validity_months", ())
    if c.validity_months:
        yield Claim(Component.RENEWAL, values["expires"], 100, "expires", stated)
    elif c.validity_months == 0:
        yield Claim(Component.RENEWAL, 0, values["fee"], "never expires", stated)
    for reference, months in c.disagree.get("validity_months", {}).items():
        low, high, said = (values["expires"], 100, "expires") if months else (0, values["fee"], "never expires")
        yield Claim(Component.RENEWAL, low, high, said, (reference,))


def _employers(demand: Demand, c: Credential, weights: Weights) -> Iterator[Claim]:
    """The role family that names it most, with the interval of its share; a group's count only bounds from above."""
    full = weights.full_at_percent
    for window in demand.windows:
        labels = [x for x in demand.labels.values() if c.id in x.credentials]
        # a credential is named at most as often as the smallest group that it belongs to
        narrowest = min((x for x in labels if x.group), key=lambda x: (len(x.credentials), x.name), default=None)
        own = max((_share(window, x, f) for x in labels if not x.group for f in _families(window)), default=None)
        group = max((_share(window, narrowest, f) for f in _families(window)), default=None) if narrowest else None
        if own:
            low, high = _worth(own[0], full), _worth(own[1], full)
            yield Claim(Component.EMPLOYERS, low, high, own[2], window.references, window.place, True)
        elif group:
            yield Claim(Component.EMPLOYERS, 0, _worth(group[1], full), group[2], window.references, window.place)


def _families(window: Window) -> list[str]:
    return [family for family, n in window.postings.items() if n >= MIN_POSTINGS and family != "other"]


def _share(window: Window, label: Label, family: str) -> tuple[float, float, str]:
    n, k = window.postings[family], window.mentions.get(family, {}).get(label.name, 0)
    return *wilson(k, n), f"{label.name} in {k} of {n} {family} postings"


def _worth(share: float, full: int) -> int:
    return min(100, round(share * 100 * 100 / full))
