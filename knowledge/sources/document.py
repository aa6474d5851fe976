"""A catalog, or a part of one, as a single document of our own format: what is exported, and what an import keeps.

{"format": "credpath-catalog/1", "references": {id: {...}}, "rates": {...}, "issuers": [...], "credentials": [...],
"skills": [...], "roles": [...]}; records as in docs/catalog.md, a credential names its `issuer`.
"""

import hashlib
import json
from dataclasses import replace
from typing import Any

from knowledge.catalog import Catalog
from knowledge.sources import own, raw

FORMAT = "credpath-catalog/1"
LISTS = ("issuers", "credentials", "skills", "roles")
Raw = dict[str, Any]


def written(catalog: Catalog) -> Raw:
    """The whole catalog as one document; `read` gives it back."""
    return {
        "format": FORMAT,
        "version": catalog.version,
        "references": {id: raw.reference(r) for id, r in catalog.references.items()},
        "rates": {currency: raw.rate(rate) for currency, rate in catalog.rates.items()},
        "issuers": [raw.record(r) for r in catalog.issuers.values()],
        "credentials": [raw.record(r) for r in catalog.credentials.values()],
        "skills": [raw.record(r) for r in catalog.skills.values()],
        "roles": [raw.record(r) for r in catalog.occupations.values()],
    }


def read(document: Raw) -> Catalog:
    """The catalog of a document; its version is the digest of the content. Raises own.CatalogError with the record."""
    files: Raw = {
        "references.yaml": document.get("references") or {},
        "rates.yaml": {"rates": document.get("rates") or {}},
        "skills/document": document.get("skills") or [],
        "roles/document": document.get("roles") or [],
    }
    issuers: dict[str, Any] = {}
    credentials: dict[str, Any] = {}
    own.add(issuers, "issuers", document.get("issuers") or [], own.issuer)
    own.add(credentials, "credentials", document.get("credentials") or [], _credential)
    return replace(own.build(files, digest(document)), issuers=issuers, credentials=credentials)


def digest(document: Raw) -> str:
    """SHA-256 over the canonical content, in hex; what follows from it does not count."""
    content = {key: value for key, value in document.items() if key not in {"version", "recognition"}}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _credential(record: Raw) -> Any:
    return own.credential(record, record["issuer"])
