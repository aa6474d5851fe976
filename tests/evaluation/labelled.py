"""Third-party labelled sets (CREDPATH_REFERENCE_DATA), split into a half to fit on and a half to report.

Skill-Extraction-benchmark (jensjorisdecorte, CC BY 4.0), validation splits of TECH and HOUSE; job titles of the
JobBERT evaluation dataset (jensjorisdecorte), validation half. A title belongs to a half by the checksum of itself.
"""

import csv
import zlib
from pathlib import Path

UNLABELLED = {"", "LABEL NOT PRESENT", "UNDERSPECIFIED"}


def sentences(data: Path) -> dict[str, set[str]]:
    """Sentence -> preferred names of its ESCO skills; sentences without any are left out."""
    found: dict[str, set[str]] = {}
    for part in ("tech", "house"):
        with (data / f"{part}_validation_annotations.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                labels = found.setdefault(row["sentence"], set())
                if row["label"] not in UNLABELLED:
                    labels.add(row["label"])
    return {sentence: labels for sentence, labels in found.items() if labels}


def titles(data: Path, *, to_fit: bool) -> list[tuple[str, str]]:
    """Titles with the URI of their ESCO occupation, of the half to fit on or of the half to report."""
    with (data / "jobbert_titles.csv").open(encoding="utf-8") as file:
        rows = [(row["vacancyTitle"], row["conceptUri"]) for row in csv.DictReader(file)]
    return [row for row in rows if (zlib.crc32(row[0].lower().strip().encode()) % 2 == 0) == to_fit]
