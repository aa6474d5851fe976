"""What a filter costs: Chroma's own `where` against our pre-filter by ids, on the same vectors in the same run."""

from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np
import pytest

from knowledge.documents import SHELVES
from knowledge.index import Index, _opened
from tests.benchmarks.report import report

N, WIDTH, ROUNDS = 10_000, 384, 40


@pytest.mark.benchmark
def test_filters(tmp_path: Path) -> None:
    """CPU milliseconds of one query over 10,000 vectors, and how much of the true answer it has."""
    chance = np.random.default_rng(1)
    vectors = chance.standard_normal((N, WIDTH)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kinds = [f"k{row % 40}" for row in range(N)]
    with _opened(tmp_path) as client:
        for shelf in SHELVES:
            made: Any = client.create_collection(
                shelf, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
            for start in range(0, N if shelf == "skill" else 0, 2_000):
                part = range(start, start + 2_000)
                made.add(
                    ids=[str(row) for row in part],
                    embeddings=vectors[start : start + 2_000],
                    metadatas=[{"issuer": kinds[row], "level": row % 5} for row in part],
                )
    with Index(tmp_path) as index:
        collection = index._collections["skill"]
        allowed = {str(row) for row in range(N) if kinds[row] == "k3"}
        truth = {}
        queries = vectors[:ROUNDS] + 0.3 * vectors[ROUNDS : 2 * ROUNDS]
        for n, query in enumerate(queries):
            truth[n] = [id for id, _ in index.query(query, "skill", 10, allowed)]

        def asked(where: dict[str, Any] | None) -> tuple[float, float]:
            times, recall = [], []
            for n, query in enumerate(queries):
                start = process_time()
                found = collection.query(
                    query_embeddings=query.reshape(1, -1), n_results=10, include=["distances"], where=where
                )
                times.append(process_time() - start)
                recall.append(len(set(found["ids"][0]) & set(truth[n])) / 10)
            return 1000 * median(times), sum(recall) / len(recall)

        times = []
        for query in queries:
            start = process_time()
            index.query(query, "skill", 10, allowed)
            times.append(process_time() - start)
        ours = 1000 * median(times)
        plain, _ = asked(None)
        one, recall = asked({"issuer": "k3"})
        two, _ = asked({"$and": [{"issuer": "k3"}, {"level": {"$gte": 0}}]})
    print(f"unfiltered {plain:.2f} ms, ours within ids {ours:.2f} ms (exact)")  # noqa: T201
    print(f"Chroma where: one clause {one:.2f} ms (recall {recall:.3f}), two {two:.2f} ms")  # noqa: T201
    report(
        "filters", {"plain_ms": plain, "ids_ms": ours, "one_clause_ms": one, "two_clauses_ms": two, "recall": recall}
    )
    assert ours < two
