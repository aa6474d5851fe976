"""docs/commands.md names every command, option and setting, and nothing that is not there."""

import argparse
import re
from pathlib import Path

from adapters.cli import parser
from adapters.settings import Settings

TEXT = (Path(__file__).parent.parent / "docs" / "commands.md").read_text("utf-8")
SECTIONS = {
    name: body
    for title, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S)
    for name in title.split(", ")
}
COMMON = TEXT.split("\n## ", 1)[0]


def commands(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The sub-commands of a parser."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


def options(of: argparse.ArgumentParser) -> set[str]:
    """The option names of a parser, help apart."""
    return {o for a in of._actions for o in a.option_strings} - {"-h", "--help"}


def below(of: argparse.ArgumentParser) -> set[str]:
    """The option names of a command and of its sub-commands."""
    return options(of).union(*map(options, commands(of).values()))


def test_every_command_has_a_section_and_the_other_way_round() -> None:
    """The sections are the commands."""
    assert set(SECTIONS) - {"Settings"} == set(commands(parser()))


def test_common_options_are_described_once() -> None:
    """The options of every command stand at the top."""
    assert options(parser()) == set(re.findall(r"^- `(--[a-z]+)", COMMON, re.M))


def test_every_option_is_in_its_section() -> None:
    """No option without a word about it."""
    common = options(parser())
    for name, command in commands(parser()).items():
        for option in below(command) - common:
            assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", SECTIONS[name]), f"{name} {option}"


def test_no_option_is_made_up() -> None:
    """Every option that a section names exists."""
    common, known = options(parser()), commands(parser())
    for name in known:
        together = {o for other, body in SECTIONS.items() if body == SECTIONS[name] for o in below(known[other])}
        named = set(re.findall(r"(?<![\w-])(--[a-z][\w-]*|-k)(?![\w-])", SECTIONS[name]))
        assert named <= together | common, name


def test_every_choice_is_documented() -> None:
    """The values that an option or a word may take are named."""
    for name, command in commands(parser()).items():
        for action in command._actions:
            if action.choices:
                for choice in action.choices:
                    assert str(choice) in SECTIONS[name], f"{name} {action.dest} {choice}"


def test_every_setting_is_documented_and_the_other_way_round() -> None:
    """The table of settings is the settings."""
    prefix = Settings.model_config["env_prefix"]
    mine = {f"{prefix}{field}".upper() for field in Settings.model_fields}
    rows = re.findall(r"^\|([^|]+)\|", SECTIONS["Settings"], re.M)
    assert {name for row in rows for name in re.findall(r"`(CREDPATH_\w+)`", row)} == mine


def test_the_dev_script_knows_what_the_pages_name() -> None:
    """Every `./dev WORD` in the documentation is a word that the script takes."""
    root = Path(__file__).parent.parent
    script = (root / "dev").read_text("utf-8")
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    named = {w for page in pages for w in re.findall(r"\./dev ([a-z]+)", page.read_text("utf-8"))}
    for word in sorted(named):
        assert re.search(rf"(?:^|[\s|]){word}(?=[\s|)])", script, re.M), word


def test_the_tests_that_pages_name_are_there() -> None:
    """`tests/FILE.py::NAME` in the documentation is a test."""
    root = Path(__file__).parent.parent
    pages = "\n".join(page.read_text("utf-8") for page in (root / "docs").rglob("*.md"))
    named = set(re.findall(r"`(tests/\S+\.py)::(\w+)`", pages))
    assert len(named) > 15
    for file, name in sorted(named):
        assert f"def {name}(" in (root / file).read_text("utf-8"), f"{file}::{name}"
