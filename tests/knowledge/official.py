"""Small files of our own in the shape of the official ones."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

SKILL, JOB = "http://data.europa.eu/esco/skill/{}", "http://data.europa.eu/esco/occupation/{}"
SKILLS = [
    ("s1", "skill/competence", "plan projects", "project planning\nplan work"),
    ("s2", "knowledge", "Python (computer programming)", "Python 3"),
    ("s3", "knowledge", "project commissioning", "project management"),
    ("s4", "knowledge", "project management", ""),
    ("s5", "skill/competence", "weld metal", "welding\njoin parts"),
    ("s6", "skill/competence", "glue wood", "join parts"),
]
JOBS = [
    ("o1", "2166", "web developer", "full stack developer\nfrontend developer"),
    ("o2", "7126", "plumber", "pipe fitter"),
    ("o3", "2512", "cloud engineer", "cloud security engineer\ncloud architect"),
]
USES = [("o1", "essential", "s2"), ("o1", "optional", "s1"), ("o2", "essential", "s5"), ("o3", "optional", "s2")]
SOC = "O*NET-SOC Code"
ONET = {
    "Occupation Data.txt": [
        (SOC, "Title", "Description"),
        ("15-1254.00", "Web Developers", "x"),
        ("47-2152.00", "Plumbers", "y"),
    ],
    "Alternate Titles.txt": [
        (SOC, "Alternate Title", "Short Title", "Source(s)"),
        ("15-1254.00", "Web Designer", "n/a", "08"),
    ],
    "Technology Skills.txt": [
        (SOC, "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"),
        ("15-1254.00", "Docker", "43232202", "Platform software", "Y", "N"),
        ("15-1254.00", "Amazon Web Services AWS software", "43232202", "Platform software", "Y", "N"),
    ],
    "Related Occupations.txt": [
        (SOC, "Related O*NET-SOC Code", "Relatedness Tier", "Index"),
        ("15-1254.00", "47-2152.00", "Primary", "1"),
    ],
}


def csv_bytes(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A csv file as ESCO writes it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode()


def esco_members() -> dict[str, bytes]:
    """The member files of both zips, in the shape of v1.1.1."""
    head = ("conceptType", "conceptUri", "{}", "preferredLabel", "altLabels", "hiddenLabels", "status", "modifiedDate")
    day = "2022-08-25T10:00:00Z"

    def table(group: str, uri: str, rows: list[tuple[str, str, str, str]]) -> bytes:
        header = [name.format(group) for name in head]
        lines = [("Concept", uri.format(id), of, name, more, "", "released", day) for id, of, name, more in rows]
        return csv_bytes(header, lines)

    return {
        "skills_en.csv": table("skillType", SKILL, SKILLS),
        "occupations_en.csv": table("iscoGroup", JOB, JOBS),
        "occupationSkillRelations.csv": csv_bytes(
            ("occupationUri", "relationType", "skillType", "skillUri"),
            [(JOB.format(job), relation, "knowledge", SKILL.format(skill)) for job, relation, skill in USES],
        ),
    }


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def onet_folder(path: Path) -> Path:
    """A folder of O*NET text files."""
    path.mkdir(exist_ok=True)
    for name, rows in ONET.items():
        (path / name).write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    return path
