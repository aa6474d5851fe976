"""A small catalog of our own, so that tests do not depend on the growing data."""

import zlib
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from knowledge.credentials import Credential, Issuer, Shows
from knowledge.embedding import Embedder
from knowledge.index import Progress
from knowledge.vocabulary import Occupation, Skill

ISSUERS = {
    "comptia": ("CompTIA", ()),
    "isc2": ("ISC2", ("(ISC)²",)),
    "isaca": ("ISACA", ()),
    "csa": ("Cloud Security Alliance", ("CSA",)),
    "microsoft": ("Microsoft", ("MS",)),
    "aws": ("Amazon Web Services", ("AWS", "Amazon")),
    "pmi": ("Project Management Institute", ("PMI",)),
    "ec-council": ("EC-Council", ()),
}
CREDENTIALS = [
    # id, name, short, issuer, code, aliases, skills
    (
        "comptia-security-plus",
        "CompTIA Security+",
        "Security+",
        "comptia",
        "SY0-701",
        ("sec+", "secplus"),
        ("network-security",),
    ),
    ("comptia-a-plus", "CompTIA A+", "A+", "comptia", None, ("a plus",), ("troubleshooting",)),
    ("comptia-network-plus", "CompTIA Network+", "Network+", "comptia", "N10-009", ("net+",), ("networking",)),
    (
        "isc2-cissp",
        "Certified Information Systems Security Professional (CISSP)",
        "CISSP",
        "isc2",
        None,
        (),
        ("risk-management",),
    ),
    ("isc2-ccsp", "Certified Cloud Security Professional", "CCSP", "isc2", None, (), ("cloud-security",)),
    ("csa-ccsk", "Certificate of Cloud Security Knowledge", "CCSK", "csa", None, (), ("cloud-security",)),
    ("isaca-cisa", "Certified Information Systems Auditor", "CISA", "isaca", None, (), ("risk-management",)),
    ("isaca-cism", "Certified Information Security Manager", "CISM", "isaca", None, (), ("risk-management",)),
    (
        "microsoft-az-900",
        "Microsoft Certified: Azure Fundamentals",
        "Azure Fundamentals",
        "microsoft",
        "AZ-900",
        (),
        ("azure",),
    ),
    (
        "microsoft-az-104",
        "Microsoft Certified: Azure Administrator Associate",
        "Azure Administrator",
        "microsoft",
        "AZ-104",
        (),
        ("azure",),
    ),
    (
        "microsoft-az-204",
        "Microsoft Certified: Azure Developer Associate",
        "Azure Developer",
        "microsoft",
        "AZ-204",
        (),
        ("azure",),
    ),
    (
        "microsoft-az-500",
        "Microsoft Certified: Azure Security Engineer Associate",
        "Azure Security Engineer",
        "microsoft",
        "AZ-500",
        (),
        ("azure", "cloud-security"),
    ),
    (
        "aws-saa",
        "AWS Certified Solutions Architect – Associate",
        "AWS SAA",
        "aws",
        "SAA-C03",
        ("solutions architect associate",),
        ("aws",),
    ),
    ("aws-clf", "AWS Certified Cloud Practitioner", "AWS Cloud Practitioner", "aws", "CLF-C02", (), ("aws",)),
    ("pmi-pmp", "Project Management Professional (PMP)", "PMP", "pmi", None, (), ("project-management",)),
    ("ec-council-ceh", "Certified Ethical Hacker", "CEH", "ec-council", None, (), ("penetration-testing",)),
]
SKILLS = [
    ("go-language", "Go", ("golang",)),
    ("rust-language", "Rust", ("rust programming",)),
    ("r-language", "R", ("rstats",)),
    ("c-language", "C", ("c programming",)),
    ("c-plus-plus", "C++", ("cpp", "c/c++")),
    ("c-sharp", "C#", ("csharp",)),
    ("dotnet", ".NET", ("dot net",)),
    ("python", "Python", ("python3",)),
    ("spark", "Apache Spark", ("spark", "pyspark")),
    ("spring-boot", "Spring Boot", ("spring",)),
    ("excel", "Microsoft Excel", ("excel",)),
    ("linux", "Linux", ("gnu/linux",)),
    ("azure", "Microsoft Azure", ("azure",)),
    ("aws", "Amazon Web Services", ("aws",)),
    ("ci-cd", "Continuous integration and delivery", ("ci/cd", "continuous integration")),
    ("kubernetes", "Kubernetes", ("k8s", "kube")),
    ("terraform", "Terraform", ()),
    ("cloud-security", "Cloud security", ("securing the cloud",)),
    ("network-security", "Network security", ()),
    ("networking", "Computer networking", ("networks",)),
    ("penetration-testing", "Penetration testing", ("pentesting",)),
    ("risk-management", "Risk management", ()),
    ("project-management", "Project management", ()),
    ("troubleshooting", "Troubleshooting", ()),
    ("technologies-for-learning", "Learning technologies", ("edtech",)),
]
OCCUPATIONS = [
    ("cloud-security-engineer", "Cloud Security Engineer", ("cloud security specialist",), ("cloud-security", "azure")),
    ("penetration-tester", "Penetration Tester", ("pentester", "ethical hacker"), ("penetration-testing",)),
    ("project-manager", "Project Manager", ("PM",), ("project-management",)),
    ("product-manager", "Product Manager", ("PM",), ("project-management",)),
    ("data-analyst", "Data Analyst", ("BI analyst",), ("excel", "python")),
    ("system-administrator", "System Administrator", ("sysadmin",), ("linux", "networking")),
    ("kubernetes-administrator", "Kubernetes Administrator", ("k8s operator",), ("kubernetes",)),
    ("solutions-architect", "Solutions Architect", (), ("aws",)),
]


def small_catalog(version: str = "small-1") -> Catalog:
    """Sixteen credentials, 25 skills, 8 occupations; `version` stands in for the content hash."""
    return Catalog(
        issuers={
            id: Issuer(id, name, "vendor", f"https://{id}.example", aliases) for id, (name, aliases) in ISSUERS.items()
        },
        credentials={
            id: Credential(
                id=id,
                name=name,
                short=short,
                issuer=issuer,
                kind="certification",
                level=2,
                domain="security",
                url=f"https://{issuer}.example/{id}",
                code=code,
                aliases=aliases,
                skills=tuple(Shows(skill, 2, "tested") for skill in skills),
            )
            for id, name, short, issuer, code, aliases, skills in CREDENTIALS
        },
        skills={id: Skill(id, name, aliases) for id, name, aliases in SKILLS},
        occupations={
            id: Occupation(id, name, "security", aliases, dict.fromkeys(essential, 2), {})
            for id, name, aliases, essential in OCCUPATIONS
        },
        references={},
        rates={},
        version=version,
    )


@cache
def embedder() -> Embedder:
    """The real model, opened once a test run."""
    return Embedder()


class WordVectors:
    """A stand-in for the model: a text's vector is the sum of fixed random vectors of its words."""

    digest = "0" * 64

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Unit vectors of shape (n, 384)."""
        rows = []
        for done, text in enumerate(texts, 1):
            seeds = [zlib.crc32(word.encode()) for word in text.lower().replace(",", " ").split()] or [0]
            row = sum(np.random.default_rng(seed).standard_normal(384) for seed in seeds)
            rows.append(row / np.linalg.norm(row))
            if progress:
                progress(done, len(texts))
        return np.array(rows, dtype=np.float32)
