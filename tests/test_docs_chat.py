"""docs/slack.md and docs/telegram.md say what the code does. UPDATE_GOLDEN=1 writes their generated tables anew."""

import ast
import os
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from adapters.commands import serve
from adapters.settings import Settings
from adapters.slack import words as slack_words
from adapters.slack.actions import COMMAND
from adapters.slack.install import INSTALL, REDIRECT
from adapters.slack.manifest import EVENTS, FEATURES, METHODS, manifest, scopes
from adapters.slack.render import rendered
from adapters.slack.routes import EVENTS as DOOR
from adapters.telegram import words as telegram_words
from bot.commands import COMMANDS
from bot.messages import Choices, Reply
from tests.pictures import slack_look, telegram_look
from tests.replies import GOLDEN

ROOT = Path(__file__).parent.parent
PAGES = {name: ROOT / "docs" / f"{name}.md" for name in ("slack", "telegram")}
PICTURES = ROOT / "docs" / "pictures"
SOURCES = [*(ROOT / "adapters").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
BOTFATHER = {"newbot", "revoke", "setprivacy"}
ELSEWHERE = {"livez", "readyz", "metrics", "telegram"}  # addresses of `serve`
SLACKS_OWN = {"invite"}


def text(name: str) -> str:
    return PAGES[name].read_text("utf-8")


def literals() -> set[str]:
    """Every string in the code, its blanks made one; of f-strings the parts between the values."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(" ".join(node.value.split()))
    return found


def scope_table() -> str:
    """Scope by scope what needs it."""
    uses: dict[str, list[str]] = {}
    for table in (METHODS, EVENTS, FEATURES):
        for use, needed in table.items():
            for scope in needed:
                uses.setdefault(scope, []).append(f"`{use}`")
    rows = [f"| `{scope}` | {', '.join(uses[scope])} |" for scope in scopes()]
    return "\n".join(["| scope | for |", "| --- | --- |", *rows])


def command_table() -> str:
    """What Telegram lists."""
    rows = [f"| `/{c.name}` | {c.description} |" for c in COMMANDS]
    return "\n".join(["| command | what it does |", "| --- | --- |", *rows])


@pytest.mark.parametrize(
    ("page", "name", "made"), [("slack", "scopes", scope_table), ("telegram", "commands", command_table)]
)
def test_generated_tables_are_what_the_code_says(page: str, name: str, made: Callable[[], str]) -> None:
    """The table between the marks is made from the code."""
    pattern = re.compile(rf"(<!-- {name} -->\n)(.*?)(<!-- /{name} -->)", re.S)
    now = f"{made()}\n"
    if os.environ.get("UPDATE_GOLDEN"):
        PAGES[page].write_text(pattern.sub(lambda m: m[1] + now + m[3], text(page)), "utf-8")
    found = pattern.search(text(page))
    assert found is not None
    assert found[2] == now


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_is_named_exists(page: str) -> None:
    """No variable is made up, and none of the platform is left out."""
    mine = {f"CREDPATH_{field}".upper() for field in Settings.model_fields}
    named = set(re.findall(r"CREDPATH_[A-Z_]+", text(page)))
    assert named <= mine
    own = {name for name in mine if name.startswith(f"CREDPATH_{page.upper()}_") and not name.endswith("_API")}
    assert own <= named


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_is_named_exists(page: str) -> None:
    """A word behind a slash is a command of the bot, of the platform, or an address of ours."""
    known = {c.name for c in COMMANDS}
    allowed = known | {"start", COMMAND[1:], "slack"} | BOTFATHER | ELSEWHERE | SLACKS_OWN
    assert set(re.findall(r"(?<![\w/.:*-])/([a-z]+)", re.sub(r"\]\([^)]*\)|<!--.*?-->", "", text(page)))) <= allowed
    said = re.findall(rf"`{COMMAND} (\w+)", text(page))
    assert set(said) <= known


def test_addresses_are_those_that_are_served() -> None:
    """What a web server has to pass on."""
    named = set(re.findall(r"/slack/\w+", text("slack")))
    assert named == {DOOR, INSTALL, REDIRECT}
    assert manifest("https://x.example", socket=False)["oauth_config"]["redirect_urls"][0].endswith(REDIRECT)


@pytest.mark.parametrize("page", PAGES)
def test_every_quoted_sentence_is_in_the_code(page: str) -> None:
    """What stands in the left column, between “ and ”, is said by the program; *WORDS* stand for values."""
    code = literals()
    table = text(page).split("## When something is wrong")[1]
    quotes = [
        q for row in re.findall(r"^\| (.+?) \|", table, re.M) for q in re.findall(r"^“(.*)”(?: \(log\).*)?$", row)
    ]
    assert len(quotes) >= 9
    for quote in quotes:
        for part in re.split(r"\*[A-Z]+\*", quote):
            assert any(part.strip() in literal for literal in code), part


@pytest.mark.parametrize("page", PAGES)
def test_sentences_in_the_text_are_in_the_code_too(page: str) -> None:
    """Longer quotations anywhere on the page are not paraphrases."""
    code = literals()
    flat = " ".join(text(page).split("## When something is wrong")[0].split())
    for quote in re.findall(r"“([A-Z][^”“]{12,}[^”“])”", flat):
        assert any(quote in literal for literal in code), quote


def test_what_the_platforms_refuse_is_explained() -> None:
    """Every sentence that stops Telegram from starting is in its table."""
    stops = ("CONFLICT", "BAD_TOKEN", "ODD_TOKEN", "NO_URL", "BAD_SECRET")
    assert [name for name in stops if getattr(telegram_words, name) not in text("telegram")] == []
    assert " ".join(telegram_words.POINTER.split()) in " ".join(text("telegram").replace("\n> ", " ").split())
    assert slack_words.NOT_INSTALLED in text("slack")
    assert all(serve.NOTHING.split(". ")[0] in text(page) for page in PAGES)


def test_pictures_are_there_small_and_described() -> None:
    """Each picture is on a page with words for who cannot see it, and no page shows one that is missing."""
    shown = [found for page in PAGES for found in re.findall(r"!\[([^\]]*)\]\(pictures/([\w-]+\.png)\)", text(page))]
    assert {name for _, name in shown} == {p.name for p in PICTURES.iterdir()}
    assert all(len(alt) > 20 for alt, _ in shown)
    for path in PICTURES.iterdir():
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG")
        assert int.from_bytes(content[16:20]) == 720
        assert len(content) < 120 * 1024


def labels(reply: Reply) -> list[str]:
    return [escape(c.label) for b in reply.blocks if isinstance(b, Choices) for c in b.choices]


@pytest.mark.parametrize("name", ["plan", "check-in", "question", "compare", "search"])
def test_drawn_frames_leave_nothing_out(name: str) -> None:
    """The pages that the pictures are taken of show every button and the first words of the reply."""
    reply = GOLDEN[name]
    slack = "".join(slack_look.shown(m["blocks"]) for m in rendered(reply).messages)
    golden = (ROOT / "tests" / "golden" / "telegram" / f"{name}.html").read_text("utf-8")
    telegram = telegram_look.golden(golden, at="09:00")
    assert [label for label in labels(reply) if f">{label}</span>" not in slack] == []
    short = [label for label in labels(reply) if len(label) < 40]
    assert [label for label in short if f">{label}</span>" not in telegram] == []
    assert "[ " not in telegram
