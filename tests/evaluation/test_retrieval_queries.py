"""The labelled queries are what they are said to be: real ids, hard enough, and the test half untouched."""

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest

from knowledge.catalog import Catalog
from knowledge.names import HEAD
from knowledge.plain import plain
from knowledge.words import keys, word_set
from tests.evaluation.queries import FOLDER, Query, interval, queries, score

TEST_HALF = "7561ebea"
"""Begins the SHA-256 of the test half as it was committed before any tuning (cbfe718)."""
SMALL = word_set("""
    a an and at by for in of on or the to with i it is be my our me that they who what where how when which from as all
    any every this not no their them can may do so if""")


def things(catalog: Catalog, query: Query) -> list[tuple[str, ...]]:
    """The words of each answer's names: for a credential its aliases, code and issuer, too."""
    found = []
    for id in query.grades:
        if query.kind == "credential":
            it = catalog.credentials[id]
            names = [it.name, it.short, it.code or "", *it.aliases, catalog.issuers[it.issuer].name]
        else:
            thing = (catalog.skills if query.kind == "skill" else catalog.occupations)[id]
            names = [thing.name, *thing.aliases]
        found.append(keys(" ".join(names)))
    return found


def alike(one: str, other: str) -> bool:
    """The same word, or one of the same family: engineer, engineering."""
    return one == other or (min(len(one), len(other)) >= HEAD and one[:HEAD] == other[:HEAD])


def shares(catalog: Catalog, query: Query) -> bool:
    """Whether any meaningful word of a query is in a name of any of its answers."""
    asked = set(keys(query.text)) - SMALL
    return any(alike(a, b) for names in things(catalog, query) for b in set(names) - SMALL for a in asked)


@pytest.mark.parametrize("half", ["test", "validation"])
def test_labels(half: str, real_catalog: Catalog) -> None:
    """A hundred different queries a half, every answer in the catalog, a best one each, no answer twice."""
    found = queries(half)
    assert len({query.text for query in found}) == len(found) == 100
    for query in found:
        assert things(real_catalog, query)
        assert max(query.grades.values()) == 3
        assert set(query.grades.values()) <= {1, 2, 3}


@pytest.mark.parametrize("half", ["test", "validation"])
def test_many_share_no_word(half: str, real_catalog: Catalog) -> None:
    """At least 30 % of the queries share no word, nor one of the same family, with any of their answers' names."""
    free = sum(not shares(real_catalog, query) for query in queries(half))
    print(f"{half}: {free} of 100 share no word with any answer")  # noqa: T201
    assert free >= 30


def test_halves_differ() -> None:
    """No query is in both halves."""
    assert not {query.text for query in queries("test")} & {query.text for query in queries("validation")}


def test_test_half_was_never_edited() -> None:
    """It is the file that was committed before anything was tuned."""
    assert hashlib.sha256((FOLDER / "queries_test.tsv").read_bytes()).hexdigest().startswith(TEST_HALF)


def described(catalog: Catalog) -> list[tuple[Mapping[str, Any], Mapping[str, str]]]:
    """The things of each kind with their descriptions."""
    return [
        (catalog.credentials, plain("credential")),
        (catalog.skills, plain("skill")),
        (catalog.occupations, plain("occupation")),
    ]


def test_descriptions_do_not_repeat_test_queries(real_catalog: Catalog) -> None:
    """No description has three words in a row of a test query, but for a thing's own name."""
    asked = [keys(query.text) for query in queries("test")]
    triples = {words[n : n + 3]: " ".join(words) for words in asked for n in range(len(words) - 2)}
    repeated = []
    for things, said in described(real_catalog):
        for id, text in said.items():
            words, names = keys(text), set(keys(things[id].name)) if id in things else set()
            found = {words[n : n + 3] for n in range(len(words) - 2)} & triples.keys()
            repeated += [(id, triples[three]) for three in found if not names.issuperset(three)]
    assert repeated == []


def test_descriptions_cover_the_catalog(real_catalog: Catalog) -> None:
    """Nearly everything has plain words, and nothing is described that does not exist."""
    for things, said in described(real_catalog):
        assert said.keys() <= things.keys()
        assert len(said) >= 0.85 * len(things)


def test_measures() -> None:
    """Worked by hand: grades 3, 2, 1; the answer has the 2 first, then nothing, then the 3."""
    query = Query("skill", "x", {"a": 3, "b": 2, "c": 1})
    got = score(query, ["b", "nothing", "a"])
    assert got.ndcg == pytest.approx((2 + 3 / 2) / (3 + 2 / 1.5849625 + 1 / 2), abs=1e-6)
    assert got.recall == pytest.approx(2 / 3)
    assert got.reciprocal == 1.0
    assert score(query, ["c", "a"]).reciprocal == 0.5
    assert score(query, []) == score(query, ["nothing"])
    low, high = interval([0.1] * 50 + [0.3] * 50)
    assert 0.17 < low < 0.2 < high < 0.23
