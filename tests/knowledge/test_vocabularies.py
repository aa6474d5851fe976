"""Importing official files: exactly what they hold, once, or nothing and a sentence that says where."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from knowledge.sources.official import read_official
from knowledge.sources.tables import Unreadable
from knowledge.vocabularies import current, imported, manifest, rows, save, terms
from tests.knowledge.official import JOB, SKILL, csv_bytes, esco_members, onet_folder, zipped
from tests.reference import reference


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("shape", ["zips", "folder", "one zip as v1.2"])
def test_esco(shape: str, tmp_path: Path) -> None:
    """Names, aliases and relations are those of the files, in whatever they are packed."""
    members = esco_members()
    if shape == "one zip as v1.2":
        members["occupationSkillRelations_en.csv"] = members.pop("occupationSkillRelations.csv")
        given = [zipped(tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv.zip", members)]
    elif shape == "folder":
        given = [tmp_path / "csv"]
        given[0].mkdir()
        for name, content in members.items():
            (given[0] / name).write_bytes(b"\xef\xbb\xbf" + content)
    else:
        relations = {"occupationSkillRelations.csv": members.pop("occupationSkillRelations.csv")}
        given = [zipped(tmp_path / "a.zip", members), zipped(tmp_path / "b.zip", relations)]
    (esco,) = read_official(given)
    assert esco.release == ("v1.2.0" if "1.2" in shape else "changed up to 2022-08-25")
    assert esco.counts() == {
        "skills": 6, "occupations": 3, "aliases": 12, "occupation_skills": 4, "skill_skills": 0, "broader": 0,
    }  # fmt: skip
    assert esco.terms[0].aliases == ("project planning", "plan work")
    assert esco.notes == ("2 names belong to more than one skill",)
    folder = tmp_path / "kept"
    assert save(esco, folder)
    place = current(folder, "esco")
    assert place is not None
    assert tuple(terms(place)) == esco.terms
    assert list(rows(place, "occupation_skills")) == list(esco.tables["occupation_skills"])
    assert manifest(place)["counts"] == esco.counts()


def test_again_changes_nothing_and_new_replaces(tmp_path: Path) -> None:
    """The same files leave every byte; other files take the place, and the former go."""
    folder, members = tmp_path / "kept", esco_members()
    first = zipped(tmp_path / "a.zip", members)
    assert save(read_official([first])[0], folder)
    before = contents(folder)
    assert not save(read_official([first])[0], folder)
    assert contents(folder) == before
    members["skills_en.csv"] = members["skills_en.csv"].replace(b"weld metal", b"weld metals")
    assert save(read_official([zipped(tmp_path / "c.zip", members)])[0], folder)
    assert len(list(folder.iterdir())) == 2
    assert list(imported(folder)) == ["esco"]


def test_a_crash_leaves_the_former(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the rename does not happen, what was there counts and nothing lies about."""
    folder, members = tmp_path / "kept", esco_members()
    save(read_official([zipped(tmp_path / "a.zip", members)])[0], folder)
    before = contents(folder)
    members["skills_en.csv"] = members["skills_en.csv"].replace(b"weld metal", b"weld metals")
    changed = read_official([zipped(tmp_path / "c.zip", members)])[0]

    def crash(self: Path, target: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "rename", crash)
    with pytest.raises(OSError, match="disk full"):
        save(changed, folder)
    assert contents(folder) == before


def broken(what: str, tmp_path: Path) -> list[Path]:
    members = esco_members()
    skills = members["skills_en.csv"]
    match what:
        case "no column":
            members["skills_en.csv"] = skills.replace(b"altLabels", b"labels", 1)
        case "short row":
            members["skills_en.csv"] = skills.replace(b"released,2022-08-25T10:00:00Z\n", b"released\n", 1)
        case "no text":
            members["skills_en.csv"] = skills.replace(b"weld metal", b"weld m\xe9tal")
        case "twice":
            members["skills_en.csv"] = skills.replace(SKILL.format("s2").encode(), SKILL.format("s1").encode())
        case "stray":
            members["occupationSkillRelations.csv"] += (
                f"{JOB.format('o9')},essential,knowledge,{SKILL.format('s1')}\n".encode()
            )
        case "relation":
            members["occupationSkillRelations.csv"] = members["occupationSkillRelations.csv"].replace(
                b"optional", b"nice"
            )
        case "half":
            del members["occupations_en.csv"]
        case "only relations":
            members = {"occupationSkillRelations.csv": members["occupationSkillRelations.csv"]}
        case "no zip":
            (tmp_path / "x.zip").write_bytes(b"nothing")
            return [tmp_path / "x.zip"]
        case "cut zip":
            path = zipped(tmp_path / "x.zip", members)
            with zipfile.ZipFile(path) as archive:
                at = archive.getinfo("skills_en.csv").header_offset + 60
            content = bytearray(path.read_bytes())
            content[at : at + 40] = bytes(40)
            path.write_bytes(content)
            return [path]
        case "missing":
            return [tmp_path / "nowhere.zip"]
        case "unknown":
            (tmp_path / "x.csv").write_text("a,b\n1,2\n")
            return [tmp_path / "x.csv"]
    return [zipped(tmp_path / "x.zip", members)]


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("no column", "x.zip: skills_en.csv: line 1 has no column 'altLabels'"),
        ("short row", "x.zip: skills_en.csv: line 3 has 7 fields, not 8"),
        ("no text", "x.zip: skills_en.csv: not UTF-8 text"),
        ("twice", "x.zip: skills_en.csv: record 2 repeats http"),
        ("stray", "x.zip: occupationSkillRelations.csv: 1 of 5 rows point to concepts"),
        ("relation", "x.zip: occupationSkillRelations.csv: record 2 has the relation 'nice'"),
        ("half", "occupations_en.csv is missing"),
        ("only relations", "classification is missing"),
        ("no zip", "x.zip: this is no zip file"),
        ("cut zip", "x.zip: skills_en.csv: the zip is damaged"),
        ("missing", "there is no such file"),
        ("unknown", "x.csv is no file of ESCO, O*NET, OEWS or NICE"),
    ],
)
def test_broken_files(what: str, where: str, tmp_path: Path) -> None:
    """Each fault is refused in one sentence that names the file and the place."""
    with pytest.raises(Unreadable) as refusal:
        read_official(broken(what, tmp_path))
    assert where in str(refusal.value)


def test_onet_oews_nice(tmp_path: Path) -> None:
    """Text files in a folder; what is not published is unknown; a stray code is refused by file and record."""
    folder = onet_folder(tmp_path / "onet")
    (tmp_path / "oews_2025.tsv").write_text(
        "soc\ttitle\temployment\tannual_median\tannual_p10\tannual_p90\n27-2011\tActors\t55000\t-\t#\t*\n"
    )
    (tmp_path / "statements.tsv").write_text("Knowledge\tK0018\tCiphers\n")
    (tmp_path / "roles.tsv").write_text("OG-WRL-001\tK\tK0018\n")
    onet, oews, nice = read_official([folder, *tmp_path.glob("*.tsv")])
    assert onet.counts() == {"skills": 2, "occupations": 2, "aliases": 1, "uses": 2, "related": 1}
    assert oews.tables["wages"] == [("27-2011", "Actors", "55000", "", "", "")]
    assert nice.counts() == {"statements": 1, "roles": 1}
    with (folder / "Alternate Titles.txt").open("a") as file:
        file.write("99-0000.00\tGhost\tn/a\t01\n")
    with pytest.raises(Unreadable, match=r"Alternate Titles\.txt: record 2 is about '99-0000\.00'"):
        read_official([folder])


def test_the_official_files() -> None:
    """ESCO v1.1.1 and O*NET 29.2 as they are, counted by another way of reading."""
    (esco,) = read_official([reference("esco-1.1.1")])
    with zipfile.ZipFile(reference("esco-1.1.1/esco_rel_111.zip")) as archive:
        relations = archive.read("occupationSkillRelations.csv").decode().splitlines()[1:]
    known = {term.id for term in esco.terms}
    whole = [line for line in relations if line.split(",")[0] in known and line.split(",")[3] in known]
    assert (len(relations), len(relations) - len(whole)) == (123_855, 67)
    counts = esco.counts()
    assert (counts["skills"], counts["occupations"], counts["occupation_skills"]) == (13_896, 3_007, len(whole))
    assert counts["skill_skills"] == 5_899
    assert "715 names belong to more than one skill" in esco.notes  # 706 when doubled spaces tell names apart
    (onet,) = read_official([reference("onet-29.2")])
    tools = reference("onet-29.2/Technology Skills.txt").read_text("utf-8").splitlines()[1:]
    assert onet.counts()["uses"] == len(tools)
    assert onet.counts()["skills"] == len({line.split("\t")[1] for line in tools})
    assert onet.counts()["occupations"] == 1_016
    related = reference("onet-29.2/Related Occupations.txt").read_text("utf-8").splitlines()[1:]
    assert onet.counts()["related"] == len(related) == 18_460
    titles: dict[str, set[str]] = {}
    for name, columns in (("Alternate Titles", (1, 2)), ("Sample of Reported Titles", (1,))):
        for line in reference(f"onet-29.2/{name}.txt").read_text("utf-8").splitlines()[1:]:
            cells = line.split("\t")
            titles.setdefault(cells[0], set()).update(
                cells[n].strip() for n in columns if cells[n].strip() not in ("", "n/a")
            )
    names = {t.id: t.name for t in onet.terms if t.kind == "occupation"}
    assert onet.counts()["aliases"] == sum(len(said - {names[code]}) for code, said in titles.items())


def test_the_official_wages_and_work_roles() -> None:
    """OEWS of May 2025 and NICE v2 as they are, line by line: what is not published is unknown and never 0."""
    lines = reference("oews-2025/oews_national_2025.tsv").read_text("utf-8").splitlines()[1:]
    statements = reference("nice-2/statements.tsv").read_text("utf-8").splitlines()
    links = reference("nice-2/role_statement.tsv").read_text("utf-8").splitlines()
    oews, nice = sorted(
        read_official([reference("oews-2025"), reference("nice-2")]), key=lambda found: found.source, reverse=True
    )
    assert oews.counts() == {"wages": len(lines)}
    shown = [[cell if cell.isdigit() else "" for cell in line.split("\t")[2:]] for line in lines]
    assert [list(row[2:]) for row in oews.tables["wages"]] == shown
    assert any("" in row for row in shown)
    assert nice.counts() == {"statements": len(set(statements)), "roles": len(set(links))}


def test_csv_of_the_fixture_is_csv() -> None:
    """Names with line breaks and commas survive, so that the fixture tests what it says."""
    assert list(csv.reader(io.StringIO(csv_bytes(["a"], [["x\ny,z"]]).decode()))) == [["a"], ["x\ny,z"]]
