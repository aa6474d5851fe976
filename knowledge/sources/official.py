"""Which official vocabulary some files are, and what is in them."""

from collections.abc import Iterable
from pathlib import Path

from knowledge.sources import esco, onet
from knowledge.sources.nice import read_nice
from knowledge.sources.oews import COLUMNS, read_oews
from knowledge.sources.tables import Unreadable, first, tables
from knowledge.vocabularies import Vocabulary


def read_official(paths: Iterable[Path]) -> list[Vocabulary]:
    """Every vocabulary that these files, folders and zips hold, ESCO first. Raises Unreadable; then nothing is read."""
    found = tables(paths)
    if not found:
        raise Unreadable("These files hold no table (.csv, .tsv or .txt).")
    read: list[Vocabulary] = []
    if any(table.name.startswith((*esco.MARKS, "skillskillrelations", "broaderrelations")) for table in found):
        found_esco = [table for table in found if table.name.endswith(".csv")]
        read.append(esco.read_esco(found_esco))
    if any(table.name in onet.MARKS for table in found):
        read.append(onet.read_onet([table for table in found if table.name.endswith(".txt")]))
    flat = [table for table in found if table.name.endswith(".tsv")]
    wages = [table for table in flat if first(table)[:1] == COLUMNS[:1]]
    if wages:
        read.append(read_oews(wages))
    if rest := [table for table in flat if table not in wages]:
        read.append(read_nice(rest))
    if not read:
        raise Unreadable(f"{found[0].where} is no file of ESCO, O*NET, OEWS or NICE that I know.")
    return read
