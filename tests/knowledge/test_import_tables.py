"""Tables: our own columns and the cert/map dialect; every bad line is named and nothing of the file is taken."""

import csv
import io

import pytest

from knowledge.catalog import Catalog
from knowledge.importing import adds, imported
from knowledge.merging import merge
from knowledge.sources import csv_rows
from knowledge.sources.formats import read
from knowledge.sources.reading import Broken
from tests.knowledge.fixture import small_catalog
from tests.knowledge.imports import TODAY, file, payload, refusal, taken

ACADEMY, MAP = payload("academy.csv").text(), payload("certmap.csv").text()


def test_an_academy_list() -> None:
    """As many credentials as rows; unknown stays unknown, and every fact names the row's own source."""
    rows = list(csv.DictReader(io.StringIO(ACADEMY)))
    made = taken(file("academy.csv", ACADEMY))
    found = made.merged.credentials
    assert made.counts["credentials"] == made.counts["new"] == len(rows) == 3
    assert len(found) == len(small_catalog().credentials) + len(rows)
    basics = found["acme-academy-cloud-basics"]
    assert (basics.fees[0].cents, basics.fees[0].currency, basics.validity_months) == (0, "EUR", 0)
    assert [(s.skill, s.level) for s in basics.skills] == [("cloud-security", 1), ("terraform", 2)]
    source = made.merged.references[basics.sources["hours"][0]]
    assert (source.title, source.dated) == ("Acme course list", "2026-03")
    advanced = found["acme-academy-cloud-advanced"]
    assert (advanced.fees[0].cents, advanced.validity_months) == (45050, 24)
    assert advanced.hours is not None
    assert (advanced.hours.low, advanced.hours.high, advanced.hours.basis) == (40, 40, "stated")
    assert advanced.prerequisites.required == "acme-academy-cloud-basics"
    lead = found["acme-academy-team-lead"]
    assert (lead.fees[0].cents, lead.hours, lead.validity_months, lead.languages) == (None, None, None, None)
    assert lead.prerequisites.required is not None
    assert "level" in lead.unconfirmed


def test_skills_are_linked_by_exact_name_or_kept_as_local_ones() -> None:
    """An unknown name becomes a skill of the import and is said; it is not bent to the nearest known one."""
    made = taken(file("academy.csv", ACADEMY))
    assert [s.skill for s in made.merged.credentials["acme-academy-cloud-advanced"].skills] == [
        "cloud-security",
        "local-rack-wiring",
    ]
    assert made.merged.skills["local-rack-wiring"].name == "Rack wiring"
    assert any("Rack wiring" in note for note in made.notes)
    assert made.counts["skills"] == 1


def test_the_same_again_adds_nothing() -> None:
    """A second import over the first one says nothing new."""
    made = taken(file("academy.csv", ACADEMY))
    again = imported(read([file("academy.csv", ACADEMY)]), made.merged, "ours", TODAY)
    assert again.counts["new"] == 0
    assert not adds(again, made.merged)


def test_a_known_name_by_another_issuer_is_another_credential() -> None:
    """Somebody's own course of that name is not the shipped credential; the issuer's own, however spelled, is."""
    rows = ["Project Management Professional (PMP),Acme", "Project Management Professional®,PMI", "CISSP,ISC2"]
    rows += ["Certified Ethical Hacker (CEH) Certification,EC-Council", "CompTIA A+ ce Certification,CompTIA"]
    made = taken(file("list.csv", "name,issuer\n" + "\n".join(rows) + "\n"))
    assert [c["id"] for c in made.document["credentials"]] == [
        "acme-project-management-professional-pmp",
        "pmi-pmp",
        "isc2-cissp",
        "ec-council-ceh",
        "comptia-a-plus",
    ]


BAD = [
    ("Cloud,Acme,x", "4 values under 3 columns", "name,issuer,kind\nA,B,badge\nCloud, more,Acme,badge\n"),
    ("short", "2 values under 3 columns", "name,issuer,kind\nA,B\n"),
    ("kind", "kind: 'course' is none of", "name,issuer,kind\nA,B,course\n"),
    ("number", "fee: 'ten' is not a number", "name,issuer,fee,currency\nA,B,ten,USD\n"),
    ("currency", "currency: a fee needs its currency", "name,issuer,fee,currency\nA,B,10,\n"),
    ("zero", "validity_months: 0 can mean two things", "name,issuer,validity_months\nA,B,0\n"),
    ("date", "as_of: '2026-13' is not a date", "name,issuer,source,as_of\nA,B,x,2026-13\n"),
    ("url", "url: 'acme' is not a web address", "name,issuer,url\nA,B,acme\n"),
    ("hours", "hours_low and hours_high", "name,issuer,hours_low,hours_high\nA,B,9,3\n"),
    ("empty", "name is empty", "name,issuer\n,B\n"),
    ("id", "id: 'A B' is not lower-case", "id,name,issuer\nA B,A,B\n"),
    ("twice", "'A' is on line 2 already", "name,issuer\nA,B\nA,B\n"),
    ("both", "either ; (all of them) or |", "name,issuer,required\nA,B,x; y | z\n"),
]


@pytest.mark.parametrize(("text", "content"), [(text, content) for _, text, content in BAD], ids=[b[0] for b in BAD])
def test_a_bad_line_is_named(text: str, content: str) -> None:
    """By its number, with what is wrong."""
    ((where, told),) = refusal(file("list.csv", content))
    last = content.count("\n")
    assert where == f"list.csv line {last}"
    assert text in told


def test_every_bad_line_is_named_at_once() -> None:
    """Two bad lines, two problems; with skipping the good ones are taken and the bad ones told."""
    content = "name,issuer,level\nA,B,1\nC,B,high\nD,B,1\nE, F,B,1\n"
    assert [where for where, _ in refusal(file("list.csv", content))] == ["list.csv line 3", "list.csv line 5"]
    made = imported(read([file("list.csv", content)], skip=True), small_catalog(), "ours", TODAY)
    assert made.counts["credentials"] == 2
    assert sum(note.startswith("left out: list.csv line") for note in made.notes) == 2


@pytest.mark.parametrize(
    ("content", "where", "text"),
    [
        (b"name,issuer\nA\xff,B\n", "list.csv line 2", "not UTF-8"),
        (b"", "list.csv line 1", "must be there"),
        (b"name,issuer\n", "list.csv", "no row"),
        (b"title,vendor\nA,B\n", "list.csv line 1", "must be there"),
        (b"name,issuer,colour\nA,B,red\n", "list.csv line 1", "unknown columns: colour"),
        (b"name,issuer,name\nA,B,C\n", "list.csv line 1", "there twice"),
        (b'name,issuer\n"A,B\n', "list.csv line 2", "not CSV"),
    ],
)
def test_what_is_no_table(content: bytes, where: str, text: str) -> None:
    """Header, encoding and quotes."""
    ((found, told),) = refusal(file("list.csv", content))
    assert found == where
    assert text in told


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators(mark: str) -> None:
    """What a spreadsheet in Europe writes, with a byte order mark."""
    made = taken(file("list.csv", f"\ufeffname{mark}issuer{mark}fee{mark}currency\nA{mark}B{mark}10{mark}EUR\n"))
    assert made.merged.credentials["b-a"].fees[0].cents == 1000


def test_certmap_never_takes_its_zeros() -> None:
    """0 in validity is no fact, 0 in price only when it is said to be free; a member's price is one."""
    made = taken(file("certs.csv", MAP))
    said = {c["name"]: c for c in made.document["credentials"]}
    assert made.format == "certmap"
    assert len(said) == len(list(csv.DictReader(io.StringIO(MAP)))) == 6
    assert "validity_months" not in said["CompTIA A+"]
    assert said["CompTIA A+"]["fees"][0]["count"] == 2
    assert said["Certified Newcomer"]["fees"][0]["amount"] == 0
    assert said["Unpriced Thing"]["fees"][0]["amount"] is None
    assert "exam" not in said["Unpriced Thing"]
    assert [(f["audience"], f["amount"]) for f in said["Member Priced"]["fees"]] == [
        ("member", 575),
        ("non-member", 760),
    ]
    assert said["Member Priced"]["prerequisites"] == {"required": "comptia-security-plus"}
    trio = made.merged.credentials["altered-ot"]
    assert trio.award_only
    assert trio.awarded_by is not None
    assert trio.awarded_by.of == ("comptia-security-plus", "comptia-a-plus")
    assert made.counts["known"] == 2


def test_certmap_is_no_second_source(real_catalog: Catalog) -> None:
    """A copy of cert/map agrees with what rests on cert/map, and that stays single."""
    known = next(c for c in real_catalog.credentials.values() if c.sources.get("validity_months") == ("certmap",))
    years = (known.validity_months or 0) // 12
    row = f'x,"{known.name}",,{real_catalog.issuers[known.issuer].name},,,,,,{years},,,{known.url},,\n'
    made = taken(file("certs.csv", MAP.split("\n")[0] + "\n" + row), over=real_catalog)
    sources = made.merged.credentials[known.id].sources["validity_months"]
    assert len(sources) == 2
    assert made.merged.confidence(sources) == "single"


def test_an_unquoted_comma_is_reported_by_line() -> None:
    """As three rows of the real file have it: prose with commas and no quotes."""
    line = "x,Name,N,V,D,beginner,1,,1,1,,true,https://a.example,protocols, and more,tag\n"
    ((where, told),) = refusal(file("certs.csv", MAP + line))
    assert where == "certs.csv line 8"
    assert told.startswith("16 values under 15 columns")


def test_several_tables_of_a_folder() -> None:
    """Together, unless one says what another said."""
    one, two = file("a.csv", "name,issuer\nA,B\n"), file("b.csv", "name,issuer\nC,B\n")
    assert taken(one, two).counts["credentials"] == 2
    assert refusal(one, file("b.csv", "name,issuer\nA,B\n"))[0][0] == "b.csv line 2"


def test_lines_are_counted_as_an_editor_does() -> None:
    """A value over two lines moves the numbers below it."""
    with pytest.raises(Broken, match=r"list\.csv line 4: "):
        csv_rows.read(file("list.csv", 'name,issuer\n"A\nB",C\nD,E,F\n'))


def test_the_overlay_is_pure() -> None:
    """The same document over the same catalog is the same catalog, version included."""
    made = taken(file("academy.csv", ACADEMY))
    assert merge(small_catalog(), made.overlay) == made.merged
    assert made.merged.version != small_catalog().version
    assert merge(small_catalog()) == small_catalog()
