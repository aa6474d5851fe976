"""credpath catalog import, remove, export and demand: what a tenant has beside the shipped catalog."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.commands.output import Answer, Refused

if TYPE_CHECKING:
    from adapters.app import App
    from adapters.store.catalogs import Overlay
    from knowledge.sources.reading import Broken, File

MOST = 12
"""Notes that are printed as text; `--json` has all."""


def import_(app: "App", path: str, form: str | None, name: str | None, *, skip: bool) -> Answer:
    """Lay what a file or folder says over the tenant's catalog. What is kept already changes nothing."""
    from adapters.library import DEMAND, laid
    from adapters.store.catalogs import Overlay
    from knowledge.importing import adds, imported
    from knowledge.sources.formats import read
    from knowledge.sources.reading import Broken, files

    place = Path(path)
    called = name or place.stem or "import"
    if not re.fullmatch(r"[\w][\w .()-]{0,59}", called):
        raise Refused("bad_name", "An import's name is up to 60 letters, digits, spaces, dots, dashes and underscores.")
    try:
        found = files(place)
        digest = _digest(found)
        kept, overlays = app.overlays(), app.overlays().current(app.tenant)
        seen = kept.mark(app.tenant)
        if same := next((o for o in overlays if o.sha256 == digest and name in (None, o.label)), None):
            return _unchanged(same, f"{place.name} is imported already")
        taken = next((o for o in overlays if o.label == called and o.format == DEMAND), None)
        if taken:
            raise Refused("bad_name", f"{called!r} holds counted postings; give the import another --name.")
        others = [overlay for overlay in overlays if overlay.label != called]
        now = app.clock.now()
        current = laid(app.shipped(), others)
        made = imported(read(found, form, skip=skip), current, called, now.date())
    except Broken as error:
        raise Refused("broken_file", f"I imported nothing. {_sentence(error, place.name)}") from error
    except OSError as error:
        raise Refused("no_file", f"I cannot read {path}: {error.strerror or error}.") from error
    held = [{**asdict(h), "on": _day(h.on), "until": _day(h.until)} for h in made.held]
    value: dict[str, Any] = {"name": called, "format": made.format, "file": place.name, "sha256": digest}
    value |= {"counts": dict(made.counts), "notes": list(made.notes), "held": held}
    if not adds(made, current) and len(others) == len(overlays):
        value |= {"imported": False, "version": 0, "catalog": made.merged.version}
        return Answer(value, _text(value, f"{place.name} says nothing that the catalog does not say already."))
    document = json.dumps(made.document, ensure_ascii=False, sort_keys=True)
    overlay = Overlay(app.tenant, called, made.format, place.name, digest, document, now)
    saved = kept.keep(overlay, seen)
    app.library().forget(app.tenant)
    value |= {"imported": True, "version": saved.version, "catalog": app.catalog().version}
    return Answer(value, _text(value, f"imported {place.name} as {called!r}, version {saved.version}"))


def _unchanged(kept: "Overlay", told: str) -> Answer:
    value = {"imported": False, "name": kept.label, "version": kept.version, "format": kept.format, "file": kept.file}
    value["sha256"] = kept.sha256
    return Answer(value, f"{told} ({kept.label!r}, version {kept.version}): nothing changed.")


def _sentence(error: "Broken", file: str) -> str:
    """Every problem with its place; the file's name goes first where a place is only a record of it."""
    said = str(error)
    said = said if file in error.problems[0].where else f"{file}: {said}"
    return said if said.endswith(".") else f"{said}."


def _digest(found: "list[File]") -> str:
    """One digest of all files with their names; of a single file it is the file's own SHA-256."""
    if len(found) == 1:
        return hashlib.sha256(found[0].content).hexdigest()
    whole = hashlib.sha256()
    for file in found:
        whole.update(f"{file.name}\0{hashlib.sha256(file.content).hexdigest()}\n".encode())
    return whole.hexdigest()


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _text(value: Mapping[str, Any], first: str) -> str:
    counts = value["counts"]
    lines = [first, f"{counts['credentials']} credentials: {counts['new']} new, {counts['known']} that the catalog has"]
    more = [f"{counts[what]} new {what}" for what in ("issuers", "skills", "roles") if counts[what]]
    lines += [", ".join(more)] if more else []
    lines += [f"note: {note}" for note in value["notes"][:MOST]]
    if len(value["notes"]) > MOST:
        lines.append(f"and {len(value['notes']) - MOST} more notes (--json has all)")
    if value["held"]:
        lines.append("The file also says what somebody holds; send it to me in a chat to add that to your record:")
        lines += [f"  {h['name']} ({h['issuer']}), {h['on'] or 'no date'}" for h in value["held"]]
    return "\n".join(lines)


def remove(app: "App", name: str) -> Answer:
    """Take an import out of the tenant's catalog, with every version of it."""
    versions = app.overlays().remove(app.tenant, name)
    if not versions:
        raise Refused("not_found", f"There is no import {name!r}; `credpath catalog status` names them.")
    app.library().forget(app.tenant)
    value = {"removed": name, "versions": versions, "catalog": app.catalog().version}
    return Answer(value, f"{name!r} is no longer part of the catalog.")


def imports(app: "App") -> dict[str, dict[str, Any]]:
    """What the tenant has beside the shipped catalog, by name, in order."""
    if not app.library().overlaid(app.tenant):
        return {}
    kept = app.overlays().current(app.tenant)
    return {
        o.label: {
            "version": o.version,
            "format": o.format,
            "file": o.file,
            "sha256": o.sha256,
            "imported_at": o.imported_at.isoformat(),
        }
        for o in kept
    }


def export(app: "App", path: str, form: str | None) -> Answer:
    """Write the tenant's catalog as one document: own format as YAML or JSON, or CTDL JSON-LD."""
    from knowledge.sources import ctdl_out, document

    place = Path(path)
    suffix = place.suffix.lower()
    form = form or {".jsonld": "ctdl", ".json": "own", ".yaml": "own", ".yml": "own"}.get(suffix)
    if form is None:
        raise Refused("bad_format", f"{place.name} does not tell the format: use .yaml, .json or .jsonld, or --format.")
    catalog = app.catalog()
    whole = ctdl_out.written(catalog) if form == "ctdl" else {**document.written(catalog), **_recognition(catalog)}
    if form == "own" and suffix in {".yaml", ".yml"}:
        import yaml

        dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        text = yaml.dump(whole, Dumper=dumper, sort_keys=False, allow_unicode=True, width=120)
    else:
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    aside = place.with_name(f".{place.name}.part")
    try:
        aside.write_text(text, "utf-8")
        aside.replace(place)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise Refused("no_file", f"I cannot write {path}: {error.strerror or error}.") from error
    value = {
        "exported": str(place),
        "format": form,
        "credentials": len(catalog.credentials),
        "catalog": catalog.version,
    }
    return Answer(value, f"{len(catalog.credentials)} credentials are in {place} ({form}).")


def _recognition(catalog: Any) -> dict[str, Any]:
    """The recognition components, where this build reckons them."""
    try:
        from importlib import import_module

        module: Any = import_module("knowledge.recognition")
    except ModuleNotFoundError:
        return {}
    return {"recognition": module.export(catalog)}


def demand(app: "App", path: str) -> Answer:
    """Count an organisation's own postings by role family, and keep the counts. The texts are dropped."""
    from importlib import import_module

    from adapters.library import DEMAND, laid
    from adapters.store.catalogs import Overlay

    try:
        counting: Any = import_module("knowledge.counting")
        windows: Any = import_module("knowledge.windows")
    except ModuleNotFoundError:
        raise Refused("not_yet", "This build cannot count postings yet.") from None
    place = Path(path)
    try:
        content = place.read_bytes()
        lines = content.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("no_file", f"I cannot read {path}: {error}.") from error
    kept, digest = app.overlays(), hashlib.sha256(content).hexdigest()
    seen, overlays = kept.mark(app.tenant), kept.current(app.tenant)
    if same := next((o for o in overlays if o.sha256 == digest and o.format == DEMAND), None):
        return _unchanged(same, f"{place.name} is counted already")
    found = counting.counted(lines, laid(app.shipped(), [o for o in overlays if o.format != DEMAND]))
    if found.bad_lines:
        told = "; ".join(f"line {number}: {text}" for number, text in found.bad_lines[:20])
        more = len(found.bad_lines) - 20
        told += f"; and {more} more" if more > 0 else ""
        raise Refused("bad_line", f"I counted nothing. {place.name}: {told}.")
    if not any(window.postings for window in found.windows):
        raise Refused("bad_line", f"I counted nothing. {place.name}: there is no posting in it.")
    counts = windows.to_json(found)
    overlay = Overlay(app.tenant, place.stem, DEMAND, place.name, digest, json.dumps(counts), app.clock.now())
    if any(o.label == place.stem and o.format != DEMAND for o in overlays):
        raise Refused("bad_name", f"{place.stem!r} is the name of an imported list; rename the file.")
    saved = kept.keep(overlay, seen)
    app.library().forget(app.tenant)
    postings = {family: n for w in found.windows for family, n in w.postings.items()}
    value = {"imported": True, "name": saved.label, "version": saved.version, "format": DEMAND, "file": place.name}
    value |= {"sha256": digest, "demand": counts}
    told = ", ".join(f"{family} {n}" for family, n in sorted(postings.items()))
    return Answer(value, f"{place.name} is counted, its texts are dropped: {told}.")
