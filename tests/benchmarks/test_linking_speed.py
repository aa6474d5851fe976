"""How fast names are found: the lexicon of the real catalog, a sentence, and 10,000 texts against all of ESCO."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.embedding import Embedder
from knowledge.linking import Linker
from knowledge.names import Kind
from knowledge.prepared import build, matcher
from knowledge.sources.esco import read_esco
from knowledge.sources.tables import tables
from knowledge.vocabularies import Term, save
from knowledge.words import word_set
from tests.benchmarks.report import report
from tests.evaluation.labelled import sentences, titles
from tests.reference import reference

WISH = "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+"
pytestmark = pytest.mark.benchmark


def test_speed(real_catalog: Catalog) -> None:
    """The lexicon is built in well under a second, and a sentence takes about a millisecond."""
    start = time.process_time()
    linker = Linker(real_catalog)
    built = time.process_time() - start
    linker.mentions(WISH)
    start = time.process_time()
    for place in range(20):
        linker.mentions(f"{WISH} {place}")
    each = (time.process_time() - start) / 20
    report("linking", {"build_s": built, "sentence_s": each})
    assert built < 0.6
    assert each < 0.005


@pytest.mark.parametrize("kind", ["occupation", "skill"])
def test_ten_thousand(kind: Kind, real_catalog: Catalog, pytestconfig: pytest.Config) -> None:
    """10,000 job titles and requirements against full ESCO: at least 0.6 of the bare embedder's own rate.

    In ten slices that alternate, so that what else the machine does meets both.
    """
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("linking")
    save(read_esco(tables([reference("esco-1.1.1")])), folder / "vocabularies")
    rows = [text for fit in (True, False) for text, _ in titles(reference("job-titles-validation"), to_fit=fit)]
    more = list(sentences(reference("skill-extraction-validation")))
    texts = list(dict.fromkeys([*more, *rows]))[:10_000]
    assert len(texts) == 10_000
    embedder = Embedder()
    matching = matcher(real_catalog, folder, "esco", kind, embedder)
    matching.match(texts[:50])
    bare = ours = bare_cpu = ours_cpu = 0.0
    for part in (texts[place::10] for place in range(10)):
        start, cpu = time.perf_counter(), time.process_time()
        embedder.embed(part)
        bare, bare_cpu = bare + time.perf_counter() - start, bare_cpu + time.process_time() - cpu
        start, cpu = time.perf_counter(), time.process_time()
        matching.match(part)
        ours, ours_cpu = ours + time.perf_counter() - start, ours_cpu + time.process_time() - cpu
    figures = {
        "texts": len(texts),
        "embed_s": bare,
        "link_s": ours,
        "rate_of_bare": bare / ours,
        "rate_of_bare_cpu": bare_cpu / ours_cpu,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    report(f"linking_{kind}", figures)
    assert bare_cpu / ours_cpu >= 0.6


CHILD = """
import sys
from pathlib import Path
from knowledge.embedding import Embedder
from tests.benchmarks.test_linking_speed import entries
from knowledge.prepared import build
def told(done, total):
    print(done, total, flush=True)
build(entries(), "skill", Path(sys.argv[1]) / "terms", Embedder(), told)
"""


def entries(count: int = 50_000) -> list[Term]:
    """So many skills with different names of two or three words."""
    first = sorted(
        word_set("plan check repair design sell teach weigh paint audit move cool cast weld fold mix sort grow cut")
    )
    second = sorted(
        word_set("steel bread cloud water paper brick fibre cable grape pump valve crane glass ship turbine ledger")
    )
    third = sorted(word_set("lines rooms parts loads risks costs layers moulds fields orders audits samples signals"))
    names = [f"{a} {b} {c} {n}" for n in range(14) for a in first for b in second for c in third]
    return [Term(f"t{n}", "skill", name) for n, name in enumerate(names[:count])]


def test_fifty_thousand(tmp_path: Path) -> None:
    """50,000 entries are built with progress; a build killed in the middle goes on where it was."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", CHILD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if int(line.split()[0]) > 20_000:
                child.kill()
                break
    killed = time.perf_counter() - start
    heard: list[tuple[int, int]] = []
    build(entries(), "skill", tmp_path / "terms", Embedder(), lambda done, total: heard.append((done, total)))
    report(
        "linking_build",
        {"entries": 50_000, "kept_after_kill": heard[0][0], "steps": len(heard), "killed_after_s": killed,
         "total_s": time.perf_counter() - start},
    )  # fmt: skip
    assert heard[0][0] >= 20_000
    assert heard[-1] == (50_000, 50_000)
