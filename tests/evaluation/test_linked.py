"""How well texts are linked to full ESCO, against char-TFIDF, BM25 and the embedding alone in the same run."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from knowledge.embedding import Embedder
from knowledge.likeness import Matcher
from knowledge.names import Kind
from knowledge.prepared import matcher
from knowledge.ranking import Bm25
from knowledge.sources.esco import read_esco
from knowledge.sources.tables import tables
from knowledge.thesaurus import choose
from knowledge.titles import plain
from knowledge.vocabularies import Term, save
from knowledge.words import keys, lengthen
from tests.evaluation.floors import Tfidf, best, interval
from tests.evaluation.labelled import sentences, titles
from tests.reference import reference

pytestmark = pytest.mark.evaluation
Links = list[list[str]]


@pytest.fixture(scope="module")
def esco(pytestconfig: pytest.Config) -> Path:
    """A data folder with ESCO imported, kept in pytest's cache because 44,000 names take minutes to embed."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("linking")
    save(read_esco(tables([reference("esco-1.1.1")])), folder / "vocabularies")
    return folder


def linker(catalog: Catalog, folder: Path, kind: Kind) -> tuple[Matcher, list[Term]]:
    return matcher(catalog, folder, "esco", kind, Embedder()), choose(catalog, folder / "vocabularies", "esco", kind)


def rp(found: Links, gold: Sequence[set[str]], k: int = 5) -> list[float]:
    """Share of the right ones in the first k, of as many as can be there."""
    return [len(set(row[:k]) & right) / min(k, len(right)) for row, right in zip(found, gold, strict=True)]


def told(name: str, ours: list[float], others: dict[str, list[float]]) -> dict[str, tuple[float, float, float]]:
    """Print the table; returns the differences."""
    print(f"\n{name}, n = {len(ours)}\n  {'credpath':<24} {100 * float(np.mean(ours)):5.1f}")  # noqa: T201
    found = {}
    for other, values in others.items():
        mean, low, high = found[other] = interval(ours, values)
        line = f"  {other:<24} {100 * float(np.mean(values)):5.1f}   ours {mean:+.1f} [{low:+.1f}, {high:+.1f}]"
        print(line)  # noqa: T201
    return found


def ranked(
    texts: Sequence[str], terms: list[Term], scores: Callable[[str], NDArray[Any]], names: bool = False
) -> Links:
    """The five best by these scores, as names or ids."""
    return [[terms[entry].name if names else terms[entry].id for entry in best(scores(text), 5)] for text in texts]


def bm25(terms: list[Term], *, all_names: bool) -> Callable[[str], NDArray[Any]]:
    """BM25 over preferred names, or over all names of an entry in one text."""
    texts = [" ".join([term.name, *(term.aliases if all_names else ())]) for term in terms]
    index = Bm25([lengthen(keys(text)) for text in texts])

    def scores(text: str) -> NDArray[Any]:
        found = np.zeros(len(terms))
        for row, score in index.scores(lengthen(keys(text))).items():
            found[row] = score
        return found

    return scores


def test_skills(esco: Path, real_catalog: Catalog) -> None:
    """TECH and HOUSE sentences: RP@5 five points over the floor, no worse than BM25 or the embedding alone."""
    labelled = sentences(reference("skill-extraction-validation"))
    texts, gold = [plain(text) for text in labelled], list(labelled.values())
    matching, terms = linker(real_catalog, esco, "skill")
    links = [[match.name for match in row] for row in matching.match(texts)]
    known = {term.name for term in terms}
    assert all(name in known for row in links for name in row)
    tfidf = Tfidf([[term.name, *term.aliases] for term in terms])
    embedder = Embedder()
    vectors = embedder.embed([term.name for term in terms])
    queries = dict(zip(texts, embedder.embed(texts), strict=True))
    found = told(
        "skill sentences (TECH + HOUSE validation), RP@5",
        rp(links, gold),
        {
            "char-TFIDF, all names": rp(ranked(texts, terms, tfidf.scores, names=True), gold),
            "BM25, names": rp(ranked(texts, terms, bm25(terms, all_names=False), names=True), gold),
            "BM25, all names": rp(ranked(texts, terms, bm25(terms, all_names=True), names=True), gold),
            "embedding, names": rp(ranked(texts, terms, lambda text: vectors @ queries[text], names=True), gold),
        },
    )
    assert found["char-TFIDF, all names"][0] >= 5
    assert all(mean >= 0 for mean, _, _ in found.values())


def test_titles(esco: Path, real_catalog: Catalog) -> None:
    """3,000 titles of the half that nothing was fitted on: R@5 of at least 55 %, above each alone."""
    rows = random.Random(20).sample(titles(reference("job-titles-validation"), to_fit=False), 3_000)  # noqa: S311
    texts, gold = [text for text, _ in rows], [{uri} for _, uri in rows]
    matching, terms = linker(real_catalog, esco, "occupation")
    links = [[match.id for match in row] for row in matching.match(texts)]
    known = {term.id for term in terms}
    assert all(id in known for row in links for id in row)
    matching._common = np.zeros_like(matching._common)
    blind = [[match.id for match in row] for row in matching.match(texts)]
    tfidf = Tfidf([[term.name, *term.aliases] for term in terms])
    assert matching._vectors is not None
    vectors = np.array(matching._vectors)
    queries = dict(zip(texts, Embedder().embed(texts), strict=True))
    ours = rp(links, gold)
    found = told(
        "job titles (JobBERT validation, reported half), R@5",
        ours,
        {
            "without how common": rp(blind, gold),
            "char-TFIDF, all names": rp(ranked(texts, terms, tfidf.scores), gold),
            "BM25, all names": rp(ranked(texts, terms, bm25(terms, all_names=True)), gold),
            "embedding, mean of names": rp(ranked(texts, terms, lambda text: vectors @ queries[text]), gold),
        },
    )
    print(f"  R@1 {100 * float(np.mean(rp(links, gold, 1))):.1f}, no match {sum(not r for r in links)}")  # noqa: T201
    assert float(np.mean(ours)) >= 0.55
    assert all(mean >= 0 for mean, _, _ in found.values())


def test_nothing(esco: Path, real_catalog: Catalog) -> None:
    """Nonsense and small talk: most of it is linked to nothing, no random letters are."""
    texts = (Path(__file__).parent / "nothing.txt").read_text("utf-8").splitlines()
    draw = random.Random(3)  # noqa: S311
    letters = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(4, 9))) for _ in range(300)]
    for kind in ("skill", "occupation"):
        matching, _ = linker(real_catalog, esco, kind)
        talk = float(np.mean([not row for row in matching.match(texts)]))
        noise = float(np.mean([not row for row in matching.match(letters)]))
        print(f"\n{kind}: no match for {talk:.0%} of {len(texts)} lines of talk, {noise:.0%} of 300 random words")  # noqa: T201
        assert noise >= 0.95
        assert talk >= 0.5
