"""Our own format from outside: one document (`document.FORMAT`), or YAML files as the catalog's own folder has them."""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from knowledge.sources import shapes
from knowledge.sources.document import FORMAT
from knowledge.sources.reading import Broken, File, Problem, broken

Raw = dict[str, Any]
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEYS = {"format", "version", "recognition", "references", "rates", "issuers", "credentials", "skills", "roles"}
_FILE_KEYS = _KEYS | {"issuer"}
_RECORDS = ("issuers", "credentials", "skills", "roles")


def is_ours(value: Any) -> bool:
    """Whether a parsed file is in our own format: the document, an issuer's file, a list of skills or of roles."""
    if isinstance(value, dict):
        if str(value.get("format", "")).startswith("credpath-catalog"):
            return True
        return bool(value) and value.keys() <= _FILE_KEYS and not value.keys() <= {"format", "version"}
    return isinstance(value, list) and bool(value) and all(isinstance(r, dict) and "id" in r for r in value)


def load(file: File) -> Any:
    """A parsed YAML or JSON file, dates as text. Raises Broken with the line."""
    if file.name.lower().endswith(".json"):
        return file.json()
    text = file.text()
    try:
        return yaml.load(text, Loader=_Plain)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        line = f" line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise broken(f"{file.name}{line}", f"this is not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise broken(file.name, f"this is not YAML: {type(error).__name__}") from None


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_Loader):  # type: ignore[misc]
    """Dates stay text, and a key that is there twice is an error instead of the last one."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """A mapping with every key once."""
        self.flatten_mapping(node)
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is there twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def together(files: Sequence[tuple[str, Any]]) -> Raw:
    """One document of all parsed files (name, value). Raises Broken with every shape that does not fit."""
    whole: Raw = {"format": FORMAT, "references": {}, **{part: [] for part in _RECORDS}}
    problems: list[Problem] = []
    for name, value in files:
        try:
            part = _document(value)
        except ValueError as error:
            problems.append(Problem(name, str(error)))
            continue
        whole["references"] |= part.get("references") or {}
        for kind in _RECORDS:
            whole[kind] += part.get(kind) or []
    problems += _shapes(whole)
    if problems:
        raise Broken(problems)
    return whole


def _document(value: Any) -> Raw:
    """One file in the shape of the document."""
    if isinstance(value, list):
        return {"roles" if all("essential" in r for r in value) else "skills": value}
    if not isinstance(value, dict):
        raise ValueError("this is not a catalog document")
    if value.get("format", FORMAT) != FORMAT:
        raise ValueError(f"{value['format']!r} is not {FORMAT!r}")
    if unknown := value.keys() - _FILE_KEYS:
        raise ValueError(f"unknown key {min(map(str, unknown))!r}")
    if not isinstance(value.get("references") or {}, dict):
        raise ValueError("references: a mapping of ids is expected")
    for kind in _RECORDS:
        if not isinstance(value.get(kind) or [], list):
            raise ValueError(f"{kind}: a list is expected")
    owner = value.get("issuer")
    if owner is None:
        return value
    if not isinstance(owner, dict) or not owner.get("id"):
        raise ValueError("issuer: a record with an id is expected")
    mine = [{**r, "issuer": owner["id"]} if isinstance(r, dict) else r for r in value.get("credentials") or []]
    return {**value, "issuers": [*(value.get("issuers") or []), owner], "credentials": mine}


def _shapes(whole: Raw) -> list[Problem]:
    """Records that are none, have no id, or have one that is taken."""
    problems = []
    for kind in _RECORDS:
        seen: set[str] = set()
        for number, record in enumerate(whole[kind], 1):
            if not isinstance(record, dict) or not isinstance(record.get("id"), str) or not record["id"]:
                problems.append(Problem(f"{kind}, record {number}", "a record with an id is expected"))
            elif not _ID.fullmatch(record["id"]):
                problems.append(Problem(f"{kind}, {record['id'][:60]}", "an id is lower-case words joined by -"))
            elif record["id"] in seen:
                problems.append(Problem(f"{kind}, {record['id']}", "this id is there twice"))
            else:
                seen.add(record["id"])
                wrong = shapes.misfits(record, shapes.RECORDS[kind])
                problems += [Problem(f"{kind}, {record['id']}", told) for told in wrong]
    for id, reference in whole["references"].items():
        if not isinstance(reference, dict) or not {"title", "url", "as_of"} <= reference.keys():
            problems.append(Problem(f"references, {id}", "a title, a url and as_of are expected"))
        else:
            problems += [Problem(f"references, {id}", told) for told in shapes.misfits(reference, shapes.REFERENCE)]
    return problems
