"""CTDL JSON-LD as nodes: registry envelopes, graphs with blank nodes, single nodes, any number of files.

Terms are compared with their usual prefixes, as the registry publishes them; no context is fetched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.sources.reading import Broken, File, Problem, each

Node = Mapping[str, Any]
CTID = re.compile(r"ce-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
CREDENTIALS: dict[str, str] = {
    **dict.fromkeys(("Certification", "License"), "certification"),
    **dict.fromkeys(("Badge", "DigitalBadge", "OpenBadge"), "badge"),
    "MicroCredential": "micro-credential",
    **dict.fromkeys(
        ("Degree", "AssociateDegree", "BachelorDegree", "MasterDegree", "DoctoralDegree", "SpecialistDegree"),
        "university-credit",
    ),
    **dict.fromkeys(
        ("AcademicCertificate", "PostBaccalaureateCertificate", "PostMasterCertificate"), "university-credit"
    ),
    **dict.fromkeys(("Diploma", "GeneralEducationDevelopment", "SecondarySchoolDiploma", "Certificate"), "certificate"),
}
"""Classes of credentials -> our kinds; `kind` knows the subclasses, whose names end in Certificate, Degree, ..."""
_DEGREES = ("Degree", "Doctorate")
_NONE = {"QualityAssuranceCredential"}  # given to organisations and programmes, not to people


@dataclass(slots=True)
class Graph:
    """Every node of all files by key: its CTID where it has one, so that /graph/ and /resources/ addresses meet."""

    nodes: dict[str, Node] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    dated: dict[str, str] = field(default_factory=dict)  # key -> the day its envelope was last changed
    scopes: dict[str, str] = field(default_factory=dict)  # key -> the file whose blank nodes it means
    called: dict[str, str] = field(default_factory=dict)  # the address of a node -> its key

    def get(self, value: Any, scope: str) -> tuple[str, Node | None]:
        """(key, node) of a reference: an address, {"@id": ...}, or a node that stands right there."""
        if isinstance(value, Mapping):
            inside = {k for k in value if k != "@id"}
            id = str(value.get("@id", ""))
            if inside and not id:
                return f"{scope} {id_of(value)}", value
            key = self.called.get(id) or key_of(id, scope)
            return key, self.nodes.get(key) or (value if inside else None)
        key = self.called.get(str(value)) or key_of(str(value), scope)
        return key, self.nodes.get(key)


def key_of(id: str, scope: str) -> str:
    """How a node is known across files; blank node ids mean something in their own file only."""
    if found := CTID.search(id):
        return found[0].lower()
    return f"{scope}#{id}" if id.startswith("_:") else id


def id_of(node: Node) -> str:
    """A name for a node that has no id."""
    return str(node.get("@id") or node.get("ceterms:ctid") or node.get("ceterms:name") or "node")


def type_of(node: Node) -> str:
    """Its class without prefix; the first one that is a credential where there are several."""
    types = [str(t).removeprefix("ceterms:") for t in each(node.get("@type"))]
    return next((t for t in types if kind_of(t)), types[0] if types else "")


def kind_of(type: str) -> str | None:
    """Our kind for a class of credential, None for any other class."""
    if type in _NONE:
        return None
    if type in CREDENTIALS:
        return CREDENTIALS[type]
    if type.endswith(_DEGREES) or re.search(r"Of(Applied)?(Arts|Science)+Degree$", type):
        return "university-credit"
    return "certificate" if type.endswith("Certificate") or type.startswith("CertificateOf") else None


def graph(files: Sequence[File]) -> Graph:
    """All nodes of the files. Raises Broken with every file that is not JSON or holds no node."""
    made = Graph()
    problems: list[Problem] = []
    for file in files:
        try:
            found = list(_documents(file.json(), file.name))
        except Broken as error:
            problems += error.problems
            continue
        for part, dated in found:
            for number, node in enumerate(each(part.get("@graph", part)), 1):
                if not isinstance(node, Mapping) or not node.get("@type"):
                    problems.append(Problem(f"{file.name} node {number}", "it has no @type"))
                    continue
                id = str(node.get("ceterms:ctid") or node.get("@id") or f"_:{number}")
                key = key_of(id, file.name)
                made.nodes[key] = {**made.nodes.get(key, {}), **node}
                made.where[key] = f"{file.name} node {number}"
                made.dated[key], made.scopes[key] = dated, file.name
                if address := str(node.get("@id", "")).removeprefix("_:"):
                    made.called.setdefault(address, key)
    if problems:
        raise Broken(problems)
    return made


def _documents(value: Any, name: str) -> Iterator[tuple[Node, str]]:
    """(a JSON-LD document, the day its envelope was changed or "")."""
    for number, item in enumerate(each(value), 1):
        where = f"{name} item {number}" if isinstance(value, list) else name
        if not isinstance(item, Mapping):
            raise Broken([Problem(where, "this is not JSON-LD: an object is expected")])
        if "decoded_resource" in item:
            headers = item.get("node_headers")
            changed = headers.get("updated_at") if isinstance(headers, Mapping) else ""
            if not isinstance(item["decoded_resource"], Mapping):
                raise Broken([Problem(where, "decoded_resource: an object is expected")])
            yield item["decoded_resource"], day(changed)
        elif "resource" in item and "envelope_type" in item:
            raise Broken([Problem(where, "the envelope has no decoded_resource")])
        elif "@graph" in item or "@type" in item:
            yield item, ""
        else:
            raise Broken([Problem(where, "there is neither decoded_resource nor @graph nor @type in it")])


def day(value: Any) -> str:
    """The day of an ISO date or instant, "" when it is none."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", str(value or ""))
    return found[0] if found else ""
