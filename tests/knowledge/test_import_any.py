"""Whatever is done to a payload, it is read or refused with a place: nothing else comes out of an importer."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from knowledge.catalog import Catalog
from knowledge.importing import imported
from knowledge.sources.formats import read
from knowledge.sources.reading import Broken, File
from tests.knowledge.fixture import small_catalog
from tests.knowledge.imports import TODAY, file, payload
from tests.knowledge.test_import_own import ISSUER

PAYLOADS = {
    "wallet.json": "wallet",
    "learn-catalog.json": "microsoft",
    "learn-platform.json": "microsoft",
    "elm.jsonld": "elm",
    "ctdl/envelope.json": "ctdl",
    "ctdl/graph.json": "ctdl",
    "own.json": "own",
}
JUNK = [None, 0, -1, 1.5, True, "", "x", "2026-13-45", [], {}, [None], [[]], {"a": 1}, {"en": None}, 10**30, "\u0000"]
BASE: Catalog = small_catalog()


def content(name: str) -> Any:
    """The payload's JSON."""
    if name == "own.json":
        return json.loads(json.dumps(yaml.safe_load(ISSUER), default=str))
    return json.loads(payload(name).content.decode("utf-8-sig"))


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*at, key)
        yield from places(part, (*at, key))


def taken_or_refused(given: File, form: str | None) -> bool:
    """True when it was read; a refusal names a place and says something."""
    refusal: Broken | None = None
    try:
        imported(read([given], form), BASE, "ours", TODAY)
    except Broken as error:
        refusal = error
    if refusal is None:
        return True
    assert refusal.problems
    assert all(problem.where and problem.text for problem in refusal.problems)
    return False


@pytest.mark.parametrize("name", PAYLOADS)
def test_any_value_in_any_place(name: str) -> None:
    """Junk put in or something taken out, at places drawn with a fixed seed."""
    value, draw = content(name), random.Random(name)  # noqa: S311 - not for secrets
    every = list(places(value))
    for _ in range(25):
        changed = copy.deepcopy(value)
        *path, last = draw.choice(every)
        part = changed
        for key in path:
            part = part[key]
        if draw.random() < 0.2:
            del part[last]
        else:
            part[last] = draw.choice(JUNK)
        taken_or_refused(file(name.rpartition("/")[2], changed), PAYLOADS[name])


@pytest.mark.parametrize("name", [*PAYLOADS, "academy.csv", "certmap.csv"])
def test_any_file_that_is_cut_off(name: str) -> None:
    """JSON that ends too early is refused; a table is read up to a whole line at most."""
    whole = json.dumps(content(name)).encode() if name == "own.json" else payload(name).content
    draw = random.Random(name)  # noqa: S311 - not for secrets
    for _ in range(6):
        end = draw.randrange(1, len(whole) - 2)
        read_it = taken_or_refused(File(name.rpartition("/")[2], whole[:end]), None)
        assert not read_it or name.endswith(".csv")
