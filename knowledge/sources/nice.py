"""The NICE Framework's statements and which work role has them, as two tab-separated tables without a header.

statements: kind (Task, Knowledge, Skill), code, text. roles: work role code (OG-WRL-001), kind letter, statement code.
US Government work (NIST SP 800-181).
"""

import re
from collections.abc import Sequence

from knowledge.sources.tables import Table, Unreadable, bare
from knowledge.vocabularies import Row, Vocabulary

_STATEMENT = re.compile(r"[TKS]\d{4}[A-Z]?")
_ROLE = re.compile(r"[A-Z]{2}-[A-Z]{3}-\d{3}")
STATEMENTS, ROLES = ("kind", "code", "text"), ("role", "kind", "code")


def read_nice(found: Sequence[Table]) -> Vocabulary:
    """Statements, and the statements of every work role. Raises Unreadable."""
    statements: dict[str, Row] = {}
    links: dict[Row, str] = {}
    for table in found:
        for n, row in enumerate(bare(table, 3), 1):
            if _ROLE.fullmatch(row[0]) and _STATEMENT.fullmatch(row[2]):
                links[row] = f"{table.where}: line {n}"
            elif _STATEMENT.fullmatch(row[1]) and row[2].strip():
                statements[row[1]] = row
            else:
                raise Unreadable(f"{table.where}: line {n} is neither a statement nor a role's statement.")
    if not statements or not links:
        raise Unreadable(f"NICE needs its {'statements' if not statements else 'roles'} table too.")
    stray = [row for row in links if row[2] not in statements]
    if len(stray) > len(links) / 100:
        raise Unreadable(f"{links[stray[0]]}: the statement {stray[0][2]} is not there; are both files of one release?")
    kept = [row for row in links if row[2] in statements]
    notes = (f"{len(stray)} rows name statements that are not there",) if stray else ()
    columns = {"statements": STATEMENTS, "roles": ROLES}
    return Vocabulary("nice", "v2", (), columns, {"statements": list(statements.values()), "roles": kept}, notes)
