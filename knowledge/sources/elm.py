"""Reads European Digital Credentials (European Learning Model 3, JSON-LD): the qualification, not the person.

Of an issued credential only what it certifies is read: title, awarding body, ECTS, EQF level, workload, assessment and
learning outcomes. The holder, grades and numbers stay unread. When it was issued goes into the proposal alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from knowledge.sources.ctdl_facts import amount, hours
from knowledge.sources.draft import Draft, Giver, Held, Links, Offer, Source, Taught
from knowledge.sources.reading import Broken, File, Problem, broken, each, link, text

_LANGUAGES = dict(
    pair.split(":")
    for pair in (  # noqa: SIM905 - pairs that read as a table
        "BUL:bg CES:cs DAN:da DEU:de ELL:el ENG:en EST:et FIN:fi FRA:fr GLE:ga HRV:hr HUN:hu ISL:is ITA:it LAV:lv "
        "LIT:lt MLT:mt NLD:nl NOR:no POL:pl POR:pt RON:ro SLK:sk SLV:sl SPA:es SWE:sv TUR:tr UKR:uk"
    ).split()
)
_COUNTRIES = dict(
    pair.split(":")
    for pair in (  # noqa: SIM905 - pairs that read as a table
        "AUT:AT BEL:BE BGR:BG HRV:HR CYP:CY CZE:CZ DNK:DK EST:EE FIN:FI FRA:FR DEU:DE GRC:GR HUN:HU ISL:IS IRL:IE "
        "ITA:IT LVA:LV LIE:LI LTU:LT LUX:LU MLT:MT NLD:NL NOR:NO POL:PL PRT:PT ROU:RO SVK:SK SVN:SI ESP:ES SWE:SE "
        "CHE:CH GBR:GB TUR:TR UKR:UA"
    ).split()
)
_UNIVERSITY = 180
"""ECTS from which on a qualification is a degree and no micro-credential."""
Node = Mapping[str, Any]


def is_elm(value: Any) -> bool:
    """Whether parsed JSON is a European Digital Credential, or a list of them."""
    if isinstance(value, list):
        return bool(value) and all(is_elm(item) for item in value)
    return isinstance(value, Mapping) and "EuropeanDigitalCredential" in each(value.get("type", value.get("@type")))


def read(files: Sequence[File]) -> Draft:
    """Every achievement of every credential. Raises Broken with each that has no title or nobody who awards it."""
    draft = Draft("elm")
    problems: list[Problem] = []
    for file in files:
        value = file.json()
        if not is_elm(value):
            raise broken(file.name, "this is not a European Digital Credential")
        for number, credential in enumerate(each(value), 1):
            where = f"{file.name} item {number}" if isinstance(value, list) else file.name
            try:
                _credential(draft, credential, where)
            except Broken as error:
                problems += error.problems
    if problems:
        raise Broken(problems)
    if not draft.offers:
        raise broken(files[0].name, "there is no learning achievement in it")
    return draft


def _credential(draft: Draft, credential: Node, where: str) -> None:
    index = {node["id"]: node for node in _nodes(credential) if len(node) > 1 and isinstance(node.get("id"), str)}
    issued = text(credential.get("issuanceDate") or credential.get("issued") or credential.get("validFrom"))[:10]
    until = text(credential.get("validUntil") or credential.get("expirationDate"))[:10]
    subject = _node(index, credential.get("credentialSubject"))
    claims = [_node(index, claim) for claim in each(subject.get("hasClaim"))]
    achievements = [claim for claim in claims if "LearningAchievement" in each(claim.get("type"))]
    for number, claim in enumerate(achievements, 1):
        place = f"{where} claim {number}" if len(achievements) > 1 else where
        _achievement(draft, index, claim, credential, place, _day(issued), _day(until))


def _achievement(
    draft: Draft,
    index: Mapping[str, Node],
    claim: Node,
    credential: Node,
    where: str,
    on: date | None,
    until: date | None,
) -> None:
    learned = _node(index, claim.get("specifiedBy"))
    name = text(learned.get("title")) or text(claim.get("title"))
    if not name:
        raise broken(where, "the achievement has no title")
    body = _node(index, _node(index, claim.get("awardedBy")).get("awardingBody")) or _node(
        index, credential.get("issuer")
    )
    legal = text(body.get("legalName")) or text(body.get("prefLabel"))
    if not legal:
        raise broken(where, "it does not say who awards it")
    giver = Giver(legal.casefold(), legal, _homepage(index, body), _kind_of(legal), _country(index, body))
    key = f"{giver.key} {name}"
    draft.held.append(Held(key, name, legal, on, until, "issued"))
    draft.givers.setdefault(giver.key, giver)
    if key in draft.offers:
        return
    facts = _facts(index, claim, learned, legal)
    ects = facts.get("credit", {}).get("ects") or 0
    page = link(learned.get("homepage")) or _homepage(index, learned) or giver.url
    draft.offers[key] = Offer(
        key=key,
        where=where,
        name=name,
        giver=giver.key,
        kind="university-credit" if ects >= _UNIVERSITY else "micro-credential",
        url=page,
        facts=facts,
        links=Links(),
        skills=tuple(_outcomes(index, learned)),
        source=Source(f"{name}, European Digital Credential", page),  # when it was issued is the holder's
    )


def _facts(index: Mapping[str, Node], claim: Node, learned: Node, awarding: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    languages = [_LANGUAGES.get(_last(value)) for value in each(learned.get("language"))]
    if known := sorted({code for code in languages if code}):
        found["languages"] = known
    if work := hours(learned.get("volumeOfLearning")):
        found["hours"] = {"low": work, "high": work, "basis": "stated"}
    credit: dict[str, Any] = {}
    for value in (*each(learned.get("creditPoint")), *each(claim.get("creditReceived"))):
        point = _node(index, value)
        framework = text(_node(index, point.get("framework")).get("prefLabel"))
        if "European Credit Transfer" in framework and (points := amount(point.get("point"))):
            credit.setdefault("ects", points)
    if level := _eqf(index, learned):
        credit["level"] = f"EQF level {level}"
    if credit.get("ects"):
        found["credit"] = {**credit, "institutions": [awarding]}
    if exam := _exam(index, claim):
        found["exam"] = exam
    return found


def _eqf(index: Mapping[str, Node], learned: Node) -> int | None:
    for value in each(learned.get("eqfLevel")):
        address = str(value.get("id", "")) if isinstance(value, Mapping) else str(value)
        last = address.rsplit("/", 1)[-1]
        if "/eqf/" in address and last.isdigit() and 1 <= int(last) <= 8:
            return int(last)
    return None


def _exam(index: Mapping[str, Node], claim: Node) -> dict[str, Any]:
    """Supervised or not, as the concept's label says."""
    for value in each(claim.get("provenBy")):
        said = text(_node(index, _node(index, value).get("idVerification")).get("prefLabel")).lower()
        if said.startswith(("unsupervised", "supervised")):
            return {"proctored": said.startswith("supervised")}
    return {}


def _outcomes(index: Mapping[str, Node], learned: Node) -> Iterator[Taught]:
    """ESCO skills of the learning outcomes; the outcome's own title where it names none."""
    for value in each(learned.get("learningOutcome")):
        outcome = _node(index, value)
        skills = [_node(index, skill) for skill in each(outcome.get("relatedESCOSkill"))]
        for skill in skills:
            if name := text(skill.get("prefLabel")):
                yield Taught(name, str(skill.get("id", "")), role="tested")
        if not skills and (title := text(outcome.get("title"))):
            yield Taught(title, role="tested")


def _homepage(index: Mapping[str, Node], node: Node) -> str:
    for value in each(node.get("homepage")):
        found = _node(index, value)
        if address := link(found.get("contentURL") or found.get("contentUrl")):
            return address
    return ""


def _country(index: Mapping[str, Node], body: Node) -> str:
    for place in each(body.get("location")):
        for address in each(_node(index, place).get("address")):
            if code := _COUNTRIES.get(_last(_node(index, address).get("countryCode"))):
                return code
    return ""


def _kind_of(name: str) -> str:
    return "university" if "universit" in name.lower() else "training-provider"


def _last(concept: Any) -> str:
    """The last part of a concept's address: .../authority/language/ENG -> ENG."""
    address = concept.get("id", "") if isinstance(concept, Mapping) else concept
    return str(address or "").rsplit("/", 1)[-1]


def _node(index: Mapping[str, Node], value: Any) -> Node:
    """A node that stands there, or that is named by its id; {} when it is neither."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return index.get(value, {})
    if not isinstance(value, Mapping):
        return {}
    return value if len(value) > 1 else index.get(str(value.get("id", "")), value)


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Mapping):
        yield value
        for part in value.values():
            yield from _nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _nodes(part)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
