"""The files of docs/operations fit the program: images are pinned, commands and settings exist, the SQL runs."""

import configparser
import re
from pathlib import Path
from typing import Any

import yaml

from adapters.cli import parser
from adapters.serving import GRACE
from adapters.settings import Settings
from adapters.web import Meters
from tests.test_docs import commands

DOCS = Path(__file__).parent.parent / "docs"
PINNED = re.compile(r"[a-z][a-z0-9/.-]*:[0-9]+\.[0-9]+(\.[0-9]+)?(-[a-z0-9]+)*")


def settings() -> set[str]:
    return {f"CREDPATH_{name.upper()}" for name in Settings.model_fields}


def compose() -> Any:
    return yaml.safe_load((DOCS / "operations" / "compose.yaml").read_text("utf-8"))


def test_images_are_pinned() -> None:
    """No image moves under us: each names a version, those of builds included."""
    services = compose()["services"]
    images = [service["image"] for service in services.values()]
    recipes = [s.get("build", {}).get("dockerfile_inline", "") for s in services.values()]
    built = [line.split()[1] for recipe in recipes for line in recipe.splitlines() if line.startswith("FROM")]
    assert len(images) == 4
    assert built
    for image in images + built:
        assert PINNED.fullmatch(image), image


def test_services_run_what_there_is() -> None:
    """Commands exist, settings exist, what is waited for exists, and there is time to stop."""
    services = compose()["services"]
    for name, service in services.items():
        if name == "database":
            continue
        assert service["command"][0] in commands(parser())
        assert set(service["environment"]) <= settings()
        assert set(service["depends_on"]) <= set(services)
        assert float(service["stop_grace_period"].rstrip("s")) > GRACE + 5
    assert "credpath_app" in services["serve"]["environment"]["CREDPATH_DATABASE_URL"]
    assert "credpath_app" not in services["migrate"]["environment"]["CREDPATH_DATABASE_URL"]
    for volume in services["database"]["volumes"]:
        source = volume.split(":")[0]
        assert source in compose()["volumes"] or (DOCS / "operations" / source).exists()


def test_the_unit_of_systemd() -> None:
    """It starts a command and gives it time to stop."""
    unit = configparser.ConfigParser(strict=True, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DOCS / "operations" / "credpath@.service")
    assert set(unit.sections()) == {"Unit", "Service", "Install"}
    service = unit["Service"]
    assert service["ExecStart"].endswith("/credpath %i")
    assert float(service["TimeoutStopSec"]) > GRACE + 5
    assert service["Environment"].split("=")[0] in settings()
    text = (DOCS / "operations.md").read_text("utf-8")
    started = re.findall(r"credpath@(\w+)", text.split("systemctl enable --now", 1)[1].split("`")[0])
    assert started
    assert set(started) <= set(commands(parser()))


def test_the_page_names_what_there_is() -> None:
    """Every command, setting and metric on the page exists."""
    text = (DOCS / "operations.md").read_text("utf-8")
    assert set(re.findall(r"`credpath ([a-z]+)", text)) <= set(commands(parser()))
    assert set(re.findall(r"CREDPATH_[A-Z_]+", text)) <= settings()
    known = Meters().text(dict.fromkeys(_gauges(), 0.0)).decode()
    for row in re.findall(r"^\| (`[a-z_]+.*?`) \|", text.split("## What to watch")[1].split("##")[0], re.M):
        for name in re.findall(r"`([a-z_]+)", row):
            assert f"credpath_{name}" in known, name


def _gauges() -> list[str]:
    """Their names, as the program spells them."""
    text = (DOCS.parent / "adapters" / "serving.py").read_text("utf-8")
    states = ("ready", "claimed", "sending", "in_doubt", "failed")
    return [*re.findall(r'"([a-z_]+)": ', text.split("def gauges")[1]), *(f"outbox_{state}" for state in states)]
