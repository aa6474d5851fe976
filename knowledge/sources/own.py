"""Reads our own YAML folder (docs/catalog.md) into a Catalog."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from knowledge.catalog import Catalog, Rate
from knowledge.credentials import (
    AllOf,
    AnyOf,
    Award,
    Credential,
    Credit,
    Exam,
    Fee,
    Issuer,
    Prerequisites,
    Reference,
    Renewal,
    Requirement,
    Shortening,
    Shows,
    StudyHours,
    Window,
)
from knowledge.sources.evidence import Beside
from knowledge.vocabulary import Occupation, Skill

DATA = Path(__file__).parent.parent / "data"
Raw = dict[str, Any]
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CatalogError(ValueError):
    """The catalog could not be read: the message names the file and the record."""


def read_folder(folder: Path = DATA, cache: Path | None = None) -> Catalog:
    """Read every YAML file below `folder`.

    `cache` is a folder for the parsed form, keyed by the files' content, because parsing takes most of a second.
    Raises CatalogError with the file and record that is wrong.
    """
    texts = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.yaml"))}
    digest = hashlib.sha256()
    for name, text in texts.items():
        digest.update(name.encode() + b"\0" + text + b"\0")
    version = digest.hexdigest()
    kept = cache / f"{version}.json" if cache else None
    if kept and kept.exists():
        return build(json.loads(kept.read_text("utf-8")), version)
    files: dict[str, Any] = {}
    for name, text in texts.items():
        try:
            files[name] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
        except yaml.YAMLError as error:
            raise CatalogError(f"{name}: not YAML: {error}") from error
    files = json.loads(json.dumps(files, default=str))  # dates as text, in both paths
    catalog = build(files, version)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = kept.with_suffix(".tmp")
        aside.write_text(json.dumps(files), "utf-8")
        aside.replace(kept)
    return catalog


def build(files: Mapping[str, Any], version: str) -> Catalog:
    """A Catalog from parsed files, by relative name."""
    references: dict[str, Reference] = {}
    issuers: dict[str, Issuer] = {}
    credentials: dict[str, Credential] = {}
    skills: dict[str, Skill] = {}
    occupations: dict[str, Occupation] = {}
    rates: dict[str, Rate] = {}
    beside = Beside()
    for name, content in files.items():
        content = content or {}
        kind = name.split("/", 1)[0]
        if kind == "references.yaml":
            _add(references, name, content.items(), lambda kv: reference(*kv))
        elif kind == "rates.yaml":
            _add(references, name, content.get("references", {}).items(), lambda kv: reference(*kv))
            _add_rates(rates, content.get("rates", {}))
        elif kind == "skills":
            _add(skills, name, content, skill)
        elif kind == "roles":
            _add(occupations, name, content, occupation)
        elif kind == "issuers":
            _add(references, name, content.get("references", {}).items(), lambda kv: reference(*kv))
            _add(issuers, name, [content.get("issuer")], issuer)
            owner = content["issuer"]["id"]
            _add(credentials, name, content.get("credentials", []), partial(credential, owner=owner))
        elif kind in {"recognition", "demand", "wages.yaml"}:
            _add(references, name, content.get("references", {}).items(), lambda kv: reference(*kv))
            try:
                beside = beside.with_file(name, content)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise CatalogError(f"{name}: {type(error).__name__}: {error}") from error
    known = (issuers, credentials, skills, occupations, references, rates, version)
    return Catalog(*known, beside.evidence, beside.weights, beside.demand, beside.wages)


def _add(into: dict[str, Any], file: str, records: Iterable[Any], read: Callable[[Any], Any]) -> None:
    for record in records:
        label = record[0] if isinstance(record, tuple) else (record or {}).get("id", "?")
        try:
            value = read(record)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
            raise CatalogError(f"{file}: {label}: {type(error).__name__}: {error}") from error
        if value.id in into:
            raise CatalogError(f"{file}: {value.id}: this id is taken already")
        into[value.id] = value


add = _add  # for documents, which hold records in other places


def _add_rates(into: dict[str, Rate], records: Mapping[str, Raw]) -> None:
    for currency, record in records.items():
        into[currency] = Rate(
            currency,
            Decimal(str(record["usd"])),
            date.fromisoformat(record["as_of"]),
            _strings(record.get("sources")),
        )


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if value else ()


def _sources(value: Mapping[str, Any] | None) -> dict[str, tuple[str, ...]]:
    return {key: _strings(ids) for key, ids in (value or {}).items()}


def cents(amount: Any) -> int | None:
    """Money in YAML is in whole units ("404", 49.5); here it is integer cents."""
    if amount is None:
        return None
    return int((Decimal(str(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def reference(key: str, r: Raw) -> Reference:
    """One reference."""
    dated = str(r["as_of"])
    first = date.fromisoformat(dated + {4: "-01-01", 7: "-01"}.get(len(dated), ""))
    return Reference(key, r["title"], r["url"], first, dated, r.get("derived_from"))


def skill(r: Raw) -> Skill:
    """One skill."""
    return Skill(r["id"], r["name"], _strings(r.get("aliases")), r.get("esco"), r.get("onet"))


def occupation(r: Raw) -> Occupation:
    """One role."""
    return Occupation(
        id=r["id"],
        name=r["name"],
        family=r["family"],
        aliases=_strings(r.get("aliases")),
        essential=dict(r["essential"]),
        optional=dict(r.get("optional") or {}),
        esco=r.get("esco"),
        onet_soc=r.get("onet_soc"),
        nice=r.get("nice"),
        sources=_sources(r.get("sources")),
    )


def issuer(r: Raw) -> Issuer:
    """One issuer."""
    return Issuer(
        id=r["id"],
        name=r["name"],
        kind=r["kind"],
        url=r["url"],
        aliases=_strings(r.get("aliases")),
        country=r.get("country"),
        verify_url=r.get("verify_url"),
        employer_partners=_strings(r.get("employer_partners")),
        sources=_sources(r.get("sources")),
        unconfirmed=_strings(r.get("unconfirmed")),
    )


def requirement(value: Any) -> Requirement | None:
    """`ID`, `{all: [...]}` or `{any: [...]}`, nested."""
    if value is None or isinstance(value, str):
        return value or None
    ((word, parts),) = value.items()
    read = tuple(p for p in map(requirement, parts) if p)
    if not read:
        raise ValueError("an empty prerequisite expression")
    if word not in {"all", "any"}:
        raise ValueError(f"{word!r} is neither all nor any")
    return AllOf(read) if word == "all" else AnyOf(read)


def fee(r: Raw) -> Fee:
    """One fee."""
    return Fee(
        kind=r["kind"],
        cents=cents(r["amount"]),
        currency=r["currency"],
        audience=r.get("audience", "any"),
        count=int(r.get("count", 1)),
        per=r.get("per"),
        optional=bool(r.get("optional", False)),
        sources=_strings(r.get("sources")),
        disagree={k: c for k, v in (r.get("disagree") or {}).items() if (c := cents(v)) is not None},
        unconfirmed=bool(r.get("unconfirmed", False)),
    )


def _window(r: Raw) -> Window:
    return Window(date.fromisoformat(r["opens"]), date.fromisoformat(r["closes"]))


def credential(r: Raw, owner: str) -> Credential:
    """One credential of the issuer `owner`."""
    needs = r.get("prerequisites") or {}
    years = needs.get("experience_years") or {}
    hours, renewal, award, credit = r.get("hours"), r.get("renewal"), r.get("awarded_by"), r.get("credit")
    return Credential(
        id=r["id"],
        name=r["name"],
        short=r.get("short") or r["name"],
        issuer=owner,
        kind=r["kind"],
        level=int(r["level"]),
        domain=r["domain"],
        url=r["url"],
        code=str(r["code"]) if r.get("code") else None,
        aliases=_strings(r.get("aliases")),
        status=r.get("status", "active"),
        retires_on=date.fromisoformat(r["retires_on"]) if r.get("retires_on") else None,
        replaced_by=r.get("replaced_by"),
        outline_url=r.get("outline_url"),
        languages=_strings(r["languages"]) if r.get("languages") is not None else None,
        fees=tuple(fee(f) for f in r.get("fees") or ()),
        exam=Exam(**r["exam"]) if r.get("exam") is not None else None,
        hours=StudyHours(hours["low"], hours["high"], hours["basis"]) if hours else None,
        validity_months=r.get("validity_months"),
        renewal=Renewal(renewal["rule"], renewal.get("ce_hours"), cents(renewal.get("fee")), renewal.get("currency"))
        if renewal
        else None,
        prerequisites=Prerequisites(
            requirement(needs.get("required")),
            requirement(needs.get("recommended")),
            years.get("required") or 0,
            years.get("recommended") or 0,
        ),
        equivalent_to=_strings(r.get("equivalent_to")),
        awarded_by=Award(int(award["at_least"]), _strings(award["of"])) if award else None,
        award_only=bool(r.get("award_only", False)),
        part_of=_strings(r.get("part_of")),
        credit=Credit(credit.get("ects"), credit.get("us"), credit.get("level"), _strings(credit["institutions"]))
        if credit
        else None,
        employer_partners=_strings(r.get("employer_partners")),
        skills=tuple(Shows(s["id"], int(s["level"]), s["role"]) for s in r.get("skills") or ()),
        sessions=tuple(map(date.fromisoformat, r["sessions"])) if r.get("sessions") else None,
        exam_windows=tuple(map(_window, r["exam_windows"])) if r.get("exam_windows") else None,
        retake_days=r.get("retake_days"),
        shortened_by=tuple(Shortening(s["id"], float(s["hours"])) for s in r.get("shortened_by") or ()),
        sources=_sources(r.get("sources")),
        unconfirmed=_strings(r.get("unconfirmed")),
        disagree=r.get("disagree") or {},
    )
