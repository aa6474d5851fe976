"""O*NET's related occupations in "what could I become?": a line with its source, and the order of equals."""

from dataclasses import replace
from pathlib import Path

from bot.messages import Cards
from bot.near import Near, kinship_first
from bot.views.kindred import credit, related
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.kindred import Kindred, rank
from knowledge.sources.kin import kindred
from knowledge.sources.official import read_official
from knowledge.vocabularies import save
from tests.bot.many_accounts import World
from tests.knowledge.official import onet_folder
from tests.reference import reference


def own(catalog: Catalog, *tiers: tuple[str, str, str]) -> Catalog:
    """The catalog with an O*NET that relates these roles (start, other, tier)."""
    codes: dict[str, dict[str, str]] = {}
    for start, other, tier in tiers:
        code, more = (str(catalog.occupations[role].onet_soc) for role in (start, other))
        codes.setdefault(code, {})[more] = tier
    return replace(catalog, kindred=Kindred("29.2", codes))


def test_from_the_imported_files(tmp_path: Path) -> None:
    """Nothing without an import; then the tiers of the files, in their direction."""
    assert kindred(tmp_path) is None
    (onet,) = read_official([onet_folder(tmp_path / "db_29_2_text")])
    save(onet, tmp_path / "kept")
    found = kindred(tmp_path / "kept")
    assert found == Kindred("29.2", {"15-1254.00": {"47-2152.00": "Primary"}})


def test_the_real_file(tmp_path: Path, real_catalog: Catalog) -> None:
    """Every row of Related Occupations.txt, five, five and ten for each occupation; it relates many of our roles."""
    (onet,) = read_official([reference("onet-29.2")])
    save(onet, tmp_path)
    found = kindred(tmp_path)
    assert found
    lines = reference("onet-29.2/Related Occupations.txt").read_text("utf-8").splitlines()[1:]
    told = {(a, b): tier for a, b, tier, _ in (line.split("\t") for line in lines)}
    assert {(a, b): tier for a, others in found.tiers.items() for b, tier in others.items()} == told
    assert len(lines) == len(told) == 18_460
    roles = list(real_catalog.occupations.values())
    near = [(a.id, b.id) for a in roles for b in roles if a.id != b.id and found.tier(a, b)]
    assert len(near) > 500


def test_equals_are_ordered_by_kinship(real_catalog: Catalog) -> None:
    """Only what has the same whole percentage changes places."""
    catalog = own(
        real_catalog,
        ("network-engineer", "ux-designer", "Supplemental"),
        ("network-engineer", "database-administrator", "Primary-Short"),
    )
    shares = {
        "network-engineer": 0.9,
        "data-analyst": 0.501,
        "hr-specialist": 0.5,
        "ux-designer": 0.499,
        "database-administrator": 0.498,
        "bookkeeper": 0.4,
    }
    found = [Near(role, share, ()) for role, share in shares.items()]
    order = [n.role for n in kinship_first(catalog, found)]
    assert order[:3] == ["network-engineer", "database-administrator", "ux-designer"]
    assert order[3:] == ["data-analyst", "hr-specialist", "bookkeeper"]
    assert kinship_first(real_catalog, found) == found
    assert sorted([None, "new tier", "Supplemental", "Primary-Short", "same"], key=rank) == [
        *("same", "Primary-Short", "Supplemental", "new tier", None)
    ]


def test_it_is_said_with_its_source(real_catalog: Catalog, real_finder: Finder) -> None:
    """The card names the release, the tier and the role; without an import nothing of it is said."""
    question = "I have Security+ and know Python. What could I become?"
    before = World(real_catalog, real_finder).say("telegram anna", question)
    assert "O*NET" not in str(before.blocks)
    names = [c.title for b in before.blocks if isinstance(b, Cards) for c in b.cards]
    ids = {role.name: role.id for role in real_catalog.occupations.values()}
    start, other = ids[names[0]], ids[names[1]]
    catalog = own(real_catalog, (start, other, "Primary-Short"))
    after = World(catalog, real_finder).say("telegram anna", question)
    assert f"O*NET 29.2: among the five occupations most related to {names[0]}" in str(after.blocks)
    assert "U.S. Department of Labor, CC BY 4.0" in str(after.blocks)
    roles = catalog.occupations
    assert related(catalog, roles[start], roles[start]) == ()
    assert (related(real_catalog, roles[start], roles[other]), credit(real_catalog)) == ((), "")
