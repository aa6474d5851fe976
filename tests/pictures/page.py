"""Draws docs/pictures: `.venv/bin/python -m tests.pictures.page [FOLDER [NAME...]]`. Needs Debian's `chromium`, and the
fonts of `fonts-lato`, `fonts-roboto` and `fonts-noto-color-emoji`.

What is shown is what the renderers make of the replies of the goldens (and of the live home tab); the frame around it
is drawn here, in the look of each app, because no real account takes part.
"""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from adapters.pictures import png
from adapters.slack.modal import modal
from adapters.slack.render import home, rendered
from adapters.telegram.keyboard import keyboard
from adapters.telegram.rich import rich
from bot.forms import blank
from bot.home import home as home_of
from bot.messages import Person, Picture, Reply
from knowledge.finder import Finder
from knowledge.sources.own import read_folder
from tests.conftest import talk_with
from tests.pictures import slack_look as slack
from tests.pictures import telegram_look as telegram
from tests.replies import GOLDEN
from tests.replies_golden import tokened

ROOT = Path(__file__).parents[2]
GOLDENS = ROOT / "tests" / "golden"
WISH = "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=720,3000",
)  # fmt: skip


def pages() -> Iterator[tuple[str, str]]:
    """(name, HTML page) of each picture."""
    for name, inside in _slack():
        yield f"slack-{name}", f"<!doctype html><meta charset=utf-8><style>{slack.STYLE}</style>{inside}"
    for name, inside in _telegram():
        yield f"telegram-{name}", f"<!doctype html><meta charset=utf-8><style>{telegram.STYLE}</style>{inside}"


def _slack() -> Iterator[tuple[str, str]]:
    plan = rendered(GOLDEN["plan"], feedback=True).messages  # as in a direct message
    told = slack.said(WISH, at="9:00 AM")
    yield "plan", slack.frame(told + "".join(slack.message(m["blocks"], at="9:00 AM") for m in plan), "Messages")
    week = _blocks("question", "9:00 AM", "I want to be a data analyst") + _blocks("check-in", "Sunday 6:00 PM")
    yield "check-in", slack.frame(week, "Messages")
    yield "home", slack.frame(f"<div class=home>{slack.shown(home(_home())['blocks'])}</div>", "Home")
    yield "compare", slack.frame(_blocks("compare", "9:07 AM", "CISSP or CISM?"), "Messages")
    form = blank("goal")  # what the shortcut opens
    assert form is not None
    yield "form", slack.window(modal(form))


def _blocks(name: str, at: str, said: str = "") -> str:
    told = slack.said(said, at=at) if said else ""
    return told + "".join(slack.message(m["blocks"], at=at) for m in _golden(name)["messages"])


def _golden(name: str) -> Any:
    return json.loads((GOLDENS / "slack" / f"{name}.json").read_text("utf-8"))


def _telegram() -> Iterator[tuple[str, str]]:
    shown = rich(GOLDEN["plan"])
    assert shown is not None
    rows = [[b.label for b in row] for row in keyboard(GOLDEN["plan"], 0).rows]
    told = telegram.said(WISH, at="09:00")
    yield "plan", telegram.frame(told + telegram.rich(shown["rich_message"]["html"], rows, at="09:00"))
    yield "plan-classic", telegram.frame(told + _html("plan", "09:00"))
    week = _html("question", "09:00", "I want to be a data analyst") + _html("check-in", "18:00")
    yield "check-in", telegram.frame(week)
    yield "picture", telegram.frame(_html("picture", "09:05", "draw my plan"))
    yield "compare", telegram.frame(_html("compare", "09:07", "CISSP or CISM?"))


def _html(name: str, at: str, said: str = "") -> str:
    told = telegram.said(said, at=at) if said else ""
    drawing = next((png(b) for b in GOLDEN[name].blocks if isinstance(b, Picture)), b"")
    return told + telegram.golden((GOLDENS / "telegram" / f"{name}.html").read_text("utf-8"), at=at, picture=drawing)


def _home() -> Reply:
    """The home tab of somebody who has accepted a plan and begun."""
    catalog = read_folder()
    with tempfile.TemporaryDirectory() as folder:
        finder = Finder(catalog, Path(folder) / "index")
        assert finder.warm()
        talk = talk_with(catalog, finder, Path(folder))
        for line in (WISH, "accept", "Sunday 18:00", "studied 9 hours"):
            talk.say(line)
        with talk.store.begin() as work:
            record = work.learners.find(Person("home", "terminal", "anna", "Anna", "UTC"))
        assert record is not None
        return tokened(home_of(record, catalog, talk.clock.now()), "home")


def photographed(page: str) -> bytes:
    """The page as a PNG of at most 256 colours, as high as what is on it."""
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        source.write_text(page, "utf-8")
        command = ["chromium", *FLAGS, f"--user-data-dir={folder}/user", f"--screenshot={shot}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        whole = Image.open(shot).convert("RGB")
    paper = Image.new("RGB", whole.size, whole.getpixel((whole.width - 2, whole.height - 2)))
    found = ImageChops.difference(whole, paper).getbbox()
    low = min(whole.height, (found[3] if found else whole.height) + 16)
    out = io.BytesIO()
    whole.crop((0, 0, whole.width, low)).quantize(256, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    for name, page in pages():
        if name not in (sys.argv[2:] or [name]):
            continue
        made = photographed(page)
        (target / f"{name}.png").write_bytes(made)
        sys.stdout.write(f"{name}.png {len(made) // 1024} KB\n")
