"""Reads CTDL JSON-LD (credreg.net/ctdl): what the Credential Registry publishes, from files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.sources import ctdl_facts as facts
from knowledge.sources.ctdl_graph import Graph, Node, graph, kind_of, type_of
from knowledge.sources.draft import Draft, Giver, Links, Offer, Source, Taught
from knowledge.sources.reading import File, broken, each, host, link, text, texts

OURS = "Credpath id"
"""The name of the identifier by which an export of ours is known again."""
_STATUS = {
    **dict.fromkeys(("Active", "Probationary"), "active"),
    **dict.fromkeys(("Ceasing", "TeachOut"), "retiring"),
    **dict.fromkeys(("Deprecated", "Suspended", "Ceased"), "retired"),
}
_LEVELS = {"BeginnerLevel": 1, "IntermediateLevel": 2, "ProfessionalLevel": 3, "AdvancedLevel": 4}
_GIVERS = {
    "Government": "government",
    "Vendor": "vendor",
    "Business": "vendor",
    "ProfessionalAssociation": "industry-body",
    "CertificationBody": "industry-body",
    **dict.fromkeys(("Postsecondary", "FourYear", "TwoYear"), "university"),
}


def is_ctdl(file: File) -> bool:
    """Whether a JSON file speaks CTDL."""
    return b"ceterms:" in file.content and b"@type" in file.content


def read(files: Sequence[File]) -> Draft:
    """Every credential of the files, with what other nodes say about it. Raises Broken; without a credential too."""
    nodes = graph(files)
    draft = Draft("ctdl")
    for key, node in nodes.nodes.items():
        if kind := kind_of(type_of(node)):
            _Reader(nodes, draft, key, node, kind).add()
    left = Counter(type_of(node) for node in nodes.nodes.values() if not kind_of(type_of(node)))
    told = ", ".join(f"{n} {name}" for name, n in sorted(left.items()))
    if not draft.offers:
        raise broken(files[0].name, f"there is no credential in it, only {told or 'nothing'}")
    if told:
        draft.notes.append(f"nodes that are no credential: {told}")
    return draft


class _Reader:
    """One credential node with the graph around it."""

    def __init__(self, graph: Graph, draft: Draft, key: str, node: Node, kind: str) -> None:
        self.graph, self.draft, self.key, self.node, self.kind = graph, draft, key, node, kind
        self.scope, self.where = graph.scopes[key], graph.where[key]

    def add(self) -> None:
        """Put the credential and its issuer into the draft."""
        node, name = self.node, text(self.node.get("ceterms:name"))
        if not name:
            raise broken(self.where, "a credential without ceterms:name")
        page = link(node.get("ceterms:subjectWebpage"))
        ours = self._ours()
        self.draft.own = self.draft.own or bool(ours)
        giver = self._giver(page)
        self.draft.givers.setdefault(giver.key, giver)
        notation = text(node.get("ceterms:credentialId") or node.get("ceterms:codedNotation"))
        address = link(node.get("@id"))
        self.draft.offers[self.key] = Offer(
            key=self.key,
            where=self.where,
            name=name,
            giver=giver.key,
            kind=self.kind,
            id=ours,
            code=notation if len(notation) <= 20 else "",
            url=page or address,
            aliases=tuple(a for a in texts(node.get("ceterms:alternateName")) if a != name),
            facts=self._facts(giver),
            links=self._links(),
            skills=tuple(self._skills()),
            source=Source(f"{name}, CTDL record", address or page, self.graph.dated[self.key]),
        )

    def _ours(self) -> str:
        for value in each(self.node.get("ceterms:identifier")):
            if isinstance(value, Mapping) and text(value.get("ceterms:identifierTypeName")) == OURS:
                return text(value.get("ceterms:identifierValueCode"))
        return ""

    def _giver(self, page: str) -> Giver:
        """Who owns it, else who offers it; an organisation that the files do not hold goes by its address."""
        for value in (*each(self.node.get("ceterms:ownedBy")), *each(self.node.get("ceterms:offeredBy"))):
            key, found = self.graph.get(value, self.scope)
            if found and (name := text(found.get("ceterms:name"))):
                types = [facts.concept(t) for t in each(found.get("ceterms:agentType"))]
                kind = next((_GIVERS[t] for t in types if t in _GIVERS), "training-provider")
                return Giver(key, name, link(found.get("ceterms:subjectWebpage")), kind)
        place = host(page)
        if not place:
            raise broken(self.where, "neither the files nor a web page tell who gives it")
        self.draft.notes.append(
            f"{self.where}: the files do not hold its owner, so it goes by its web address, {place}"
        )
        return Giver(place, place, f"https://{place}")

    def _facts(self, giver: Giver) -> dict[str, Any]:
        node = self.node
        found: dict[str, Any] = {}
        status = facts.concept(node.get("ceterms:credentialStatusType"))
        if status in _STATUS:
            found["status"] = _STATUS[status]
        if languages := sorted({code.lower().split("-")[0] for code in texts(node.get("ceterms:inLanguage"))}):
            found["languages"] = languages
        levels = [facts.concept(level) for level in each(node.get("ceterms:audienceLevelType"))]
        if known := [_LEVELS[level] for level in levels if level in _LEVELS]:
            found["level"] = min(known)
        if (months := facts.months(node.get("ceterms:renewalFrequency"))) is not None:
            found["validity_months"] = months
        exams = self._targets("ceterms:requires", "ceterms:targetAssessment")
        courses = self._targets("ceterms:requires", "ceterms:targetLearningOpportunity")
        if exam := self._exam(exams):
            found["exam"] = exam
        work = facts.workload(node.get("ceterms:estimatedDuration"))
        for course in courses if work is None else ():
            work = work or facts.workload(course.get("ceterms:estimatedDuration"))
        if work:
            found["hours"] = work
        if fees := facts.fees(self._costs(exams, courses), self._usual(), self._tell):
            found["fees"] = fees
        if credit := facts.credit(self._conditions("ceterms:requires")):
            if giver.kind == "university":
                found["credit"] = {**credit, "institutions": [giver.name]}
            else:
                self._tell("university credit without naming a university that gives it is left out")
        if renewal := self._renewal():
            found["renewal"] = renewal
        conditions = {"required": "ceterms:requires", "recommended": "ceterms:recommends"}
        asked = {word: facts.needed(self._conditions(name), self._credential)[1] for word, name in conditions.items()}
        if years := {word: number for word, number in asked.items() if number}:
            found["prerequisites"] = {"experience_years": years}
        return found

    def _usual(self) -> str:
        return "exam" if self.kind == "certification" else "course"

    def _tell(self, told: str) -> None:
        self.draft.notes.append(f"{self.where}: {told}")

    def _conditions(self, *names: str) -> list[Node]:
        found = [value for name in names for value in each(self.node.get(name))]
        nodes = [self.graph.get(value, self.scope)[1] for value in found]
        return [node for node in nodes if node is not None]

    def _targets(self, condition: str, name: str) -> list[Node]:
        """Assessments or courses that a condition names and the files hold."""
        values = [v for profile in self._conditions(condition) for v in each(profile.get(name))]
        return [node for value in values if (node := self.graph.get(value, self.scope)[1])]

    def _costs(self, exams: list[Node], courses: list[Node]) -> list[Node]:
        """Its own costs; else those of its conditions; else those of the assessments and courses they ask for."""
        for nodes in ([self.node], self._conditions("ceterms:requires"), [*exams, *courses]):
            found = [cost for node in nodes for cost in each(node.get("ceterms:estimatedCost"))]
            if found := [cost for cost in found if isinstance(cost, Mapping)]:
                return found
        return []

    def _exam(self, exams: list[Node]) -> dict[str, Any]:
        for exam in exams:
            work = facts.workload(exam.get("ceterms:estimatedDuration"))
            proctored = exam.get("ceterms:isProctored")
            methods = {facts.concept(m) for m in each(exam.get("ceterms:assessmentMethodType"))}
            found = {
                "minutes": round(work["high"] * 60) if work else None,
                "proctored": proctored if isinstance(proctored, bool) else None,
                "hands_on": True if "Performance" in methods else None,
            }
            if any(value is not None for value in found.values()):
                return {key: value for key, value in found.items() if value is not None}
        return {}

    def _renewal(self) -> dict[str, Any] | None:
        """A renewal that names an assessment; what others say in words stays unread."""
        if any(profile.get("ceterms:targetAssessment") for profile in self._conditions("ceterms:renewal")):
            return {"rule": "assessment"}
        return None

    def _credential(self, value: Any) -> str | None:
        """The key of a credential that is pointed at: in the files, by our own id, or by its name."""
        key, node = self.graph.get(value, self.scope)
        if node is None:
            return key
        return key if kind_of(type_of(node)) else None

    def _links(self) -> Links:
        required, _ = facts.needed(self._conditions("ceterms:requires", "ceterms:corequisite"), self._credential)
        recommended, _ = facts.needed(self._conditions("ceterms:recommends"), self._credential)
        bigger = [key for value in each(self.node.get("ceterms:isPartOf")) if (key := self._credential(value))]
        newer = [key for value in each(self.node.get("ceterms:supersededBy")) if (key := self._credential(value))]
        return Links(required, recommended, tuple(bigger), newer[0] if newer else "")

    def _skills(self) -> list[Taught]:
        """Competencies of its conditions, what its assessments assess and its courses teach; topics only if known."""
        found: list[Taught] = []
        for profile in self._conditions("ceterms:requires"):
            role = "taught" if text(profile.get("ceterms:name")) == "Skills taught" else "tested"
            found += self._named(profile.get("ceterms:targetCompetency"), role)
        for exam in self._targets("ceterms:requires", "ceterms:targetAssessment"):
            found += self._named(exam.get("ceterms:assesses"), "tested")
        for course in self._targets("ceterms:requires", "ceterms:targetLearningOpportunity"):
            found += self._named(course.get("ceterms:teaches"), "taught")
        return found + self._named(self.node.get("ceterms:subject"), "taught", only_known=True)

    def _named(self, values: Any, role: Any, *, only_known: bool = False) -> list[Taught]:
        found = []
        for value in each(values):
            node = self.graph.get(value, self.scope)[1]
            if node is None:
                continue
            name = text(node.get("ceterms:targetNodeName") or node.get("ceasn:competencyText"))
            uri = str(node.get("ceterms:targetNode") or "")
            esco = uri if uri.startswith("http://data.europa.eu/esco/skill/") else ""
            weight = facts.amount(node.get("ceterms:weight"))
            level = round(weight * 4) if weight and self.draft.own and weight * 4 in (1, 2, 3, 4) else None
            if name:
                found.append(Taught(name, esco, level, role, only_known))
        return found
