"""The labelled queries, and how an answer to them is measured.

nDCG@10 with linear gain (as trec_eval's ndcg_cut_10; Jarvelin and Kekalainen 2002), recall@10 over everything labelled
(at most ten count), MRR of the first answer of grade 2 or 3. Differences of two systems on the same queries come with
a paired bootstrap interval.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.names import Kind

FOLDER = Path(__file__).parent
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asked, and the grade 1-3 of each answer that is worth something."""

    kind: Kind
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """One query's measures, each 0-1."""

    ndcg: float
    recall: float
    reciprocal: float


def queries(half: str) -> list[Query]:
    """The queries of "test" or "validation"."""
    found = []
    for line in (FOLDER / f"queries_{half}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, text, answers = line.split("\t")
            graded = (part.split(":") for part in answers.split())
            grades = {id: int(grade) for grade, ids in graded for id in ids.split(",")}
            assert kind in ("credential", "skill", "occupation")
            found.append(Query(kind, text, grades))
    return found


def score(query: Query, ids: Sequence[str]) -> Score:
    """Measure an answer, best first."""
    got = [query.grades.get(id, 0) for id in ids[:DEPTH]]
    best = sorted(query.grades.values(), reverse=True)[:DEPTH]
    first = next((rank for rank, grade in enumerate(got, 1) if grade >= 2), None)
    return Score(_gain(got) / _gain(best), sum(grade > 0 for grade in got) / len(best), 1 / first if first else 0.0)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def interval(differences: Sequence[float], rounds: int = 2_000) -> tuple[float, float]:
    """95 % of the mean of paired differences, by drawing queries again (fixed seed)."""
    chance = random.Random(7)  # noqa: S311
    means = sorted(sum(chance.choices(differences, k=len(differences))) / len(differences) for _ in range(rounds))
    return means[round(0.025 * rounds)], means[round(0.975 * rounds) - 1]
