"""An own-format document from outside made fit to be laid over a catalog: sources named, skills linked, gaps filled."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.audit import FACT_FIELDS, ISSUER_FACTS
from knowledge.catalog import Catalog
from knowledge.matching import Matcher, slug
from knowledge.sources.draft import Taught
from knowledge.sources.reading import Broken, Problem

Raw = dict[str, Any]
_GIVEN: Raw = {"kind": "certificate", "status": "active"}


def settled(found: Raw, current: Catalog, name: str, today: date) -> tuple[Raw, list[str]]:
    """(the document to keep, notes). Facts without a word on their source rest on the file itself. Raises Broken."""
    work = _Settling(found, current, name)
    document: Raw = {"format": found["format"], "references": dict(found["references"])}
    document["skills"] = list(found["skills"])
    document["issuers"] = [work.sourced(r, ISSUER_FACTS, f"issuers, {r['id']}") for r in found["issuers"]]
    document["credentials"] = [work.credential(r) for r in found["credentials"]]
    document["roles"] = found["roles"]
    document["skills"] += work.local.values()
    if work.cited:
        title = f"{name} (imported list)"
        document["references"][work.reference] = {"title": title, "url": "", "as_of": today.isoformat()}
    if work.problems:
        raise Broken(work.problems)
    return document, work.notes


class _Settling:
    """What is collected on the way through one document."""

    def __init__(self, found: Raw, current: Catalog, name: str) -> None:
        self.reference = slug(name) or "import"
        self.notes: list[str] = []
        self.problems: list[Problem] = []
        self.local: dict[str, Raw] = {}
        self.cited = False
        self._current = current
        self._references = {self.reference} | found["references"].keys() | current.references.keys()
        self._issuers = {r["id"] for r in found["issuers"]} | current.issuers.keys()
        self._named = {str(r.get("name", "")).casefold(): r["id"] for r in found["skills"]}
        self._skills = {r["id"] for r in found["skills"]} | current.skills.keys()
        self._matcher: Matcher | None = None

    def credential(self, record: Raw) -> Raw:
        """A credential with everything that it must have."""
        where = f"credentials, {record['id']}"
        for key in ("name", "issuer"):
            if not isinstance(record.get(key), str) or not record[key].strip():
                self.problems.append(Problem(where, f"{key} is missing"))
                return record
        if record["issuer"] not in self._issuers:
            self.problems.append(Problem(where, f"there is no issuer {record['issuer']!r} in the file or the catalog"))
            return record
        made = {**_GIVEN, "url": self._page(record), **record}
        try:
            made["skills"] = [self._skill(shown, where) for shown in record.get("skills") or ()]
            made["fees"] = [self._fee(fee, where) for fee in record.get("fees") or ()]
        except (TypeError, AttributeError, KeyError):
            self.problems.append(Problem(where, "fees and skills are lists of records"))
            return record
        if not made["fees"]:
            made["fees"] = [{"kind": "course", "amount": None, "currency": "USD"}]
        made = self.sourced(made, FACT_FIELDS, where, given=record)  # a link to an outline is its own source
        if "level" not in made["sources"] and "level" not in made["unconfirmed"]:
            made |= {"level": record.get("level", 1), "unconfirmed": [*made["unconfirmed"], "level"]}
        if "domain" not in record:
            made["domain"] = self._names().domain([s["id"] for s in made["skills"]])
        return made

    def sourced(self, record: Raw, names: tuple[str, ...], where: str, given: Raw | None = None) -> Raw:
        """The record with the file as the source of every fact that names none."""
        sources, unconfirmed = record.get("sources") or {}, list(record.get("unconfirmed") or ())
        if not isinstance(sources, Mapping):
            self.problems.append(Problem(where, "sources: a mapping of fields is expected"))
            return record
        added: dict[str, list[str]] = {}
        for name in names:
            silent = name not in sources and name not in unconfirmed and name != "level"  # our own scale
            if silent and (given or record).get(name) not in (None, [], {}, "", False):
                added[name] = [self.reference]
                self.cited = True
            elif silent and name == "status" and given is not None:
                unconfirmed.append(name)
        for name, ids in sources.items():
            self._known_references(ids, f"{where} ({name})")
        return {**record, "sources": {**sources, **added}, "unconfirmed": unconfirmed}

    def _known_references(self, ids: Any, where: str) -> None:
        for id in ids if isinstance(ids, list) else [ids]:
            if id not in self._references:
                self.problems.append(Problem(where, f"there is no reference {id!r} in the file or the catalog"))

    def _fee(self, fee: Raw, where: str) -> Raw:
        if fee.get("amount") is not None and not fee.get("sources") and not fee.get("unconfirmed"):
            self.cited = True
            fee = {**fee, "sources": [self.reference]}
        self._known_references([*(fee.get("sources") or ()), *(fee.get("disagree") or ())], f"{where} (fees)")
        return {"kind": "course", "currency": "USD", "amount": None, **fee}

    def _skill(self, shown: Raw | str, where: str) -> Raw:
        """A skill by id; a name is linked when it is exactly one skill's, else kept as a skill of the import."""
        record = {"id": shown} if isinstance(shown, str) else dict(shown)
        said = str(record.get("id") or record.pop("name", ""))
        defaults = {"level": 1, "role": "taught"}
        if said not in self._skills:
            mine = self._named.get(said.casefold())
            found = [mine] if mine else self._names().skill(Taught(said))
            if len(found) != 1:
                id = f"local-{slug(said)}"
                self.local.setdefault(id, {"id": id, "name": said})
                self.notes.append(f"{where}: the catalog knows no skill {said!r}; kept as a local one")
                found = [id]
            said = found[0]
        return {**defaults, **record, "id": said}

    def _page(self, record: Raw) -> str:
        issuer = self._current.issuers.get(record["issuer"])
        return issuer.url if issuer else ""

    def _names(self) -> Matcher:
        if self._matcher is None:
            self._matcher = Matcher(self._current)
        return self._matcher
