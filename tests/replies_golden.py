"""Thirty named replies that the goldens of every renderer are made of: real ones, captured, and some made by hand."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot import messages as m

CAPTURED = Path(__file__).parent / "golden" / "replies.json"


def token(seed: object) -> str:
    """A token as the bot makes them, but always the same for a seed: `a:` and 16 characters of base32."""
    return "a:" + base64.b32encode(hashlib.sha256(str(seed).encode()).digest()[:10]).decode()


def tokened(reply: m.Reply, name: str) -> m.Reply:
    """As it is once it has been queued: every button has its token, and so do the pages."""
    blocks = tuple(_tokened(b, f"{name}/{n}") for n, b in enumerate(reply.blocks))
    return replace(reply, blocks=blocks, pages=token(f"{name}/pages"))


def _tokened(block: m.Block, name: str) -> m.Block:
    match block:
        case m.Choices(choices):
            marked = tuple(replace(c, token=token(f"{name}/{n}")) for n, c in enumerate(choices))
            return replace(block, choices=marked)
        case m.Form():
            return replace(block, token=token(name))
    return block


def _picture() -> m.Reply:
    days = [date(2026, 11, 23), date(2027, 1, 20), date(2027, 4, 29)]
    first, then, end = (float(d.toordinal()) for d in days)
    bars = (
        m.Bar("CCSK", first, then, "done", "50 h"),
        m.Bar("Cloud Security Professional", then, end, "planned", "85 h"),
    )
    alt = "CCSK from 23 Nov 2026 to 20 Jan 2027, done; Cloud Security Professional from then to 29 Apr 2027."
    picture = m.Picture("timeline", "Your path to Cloud Security Engineer", bars, alt, then)
    words = m.Text("This is how your path looks on a calendar.")
    return m.Reply("Your path as a picture", (words, picture, m.Choices((m.Choice("Show my plan", "show my plan"),))))


def _form() -> m.Reply:
    hours = tuple((f"{n} h a week", str(n)) for n in (3, 5, 8, 12))
    fields = (
        m.Field(
            "role", "What do you want to become?", "text", "Data Analyst", required=True, hint="A role or a credential."
        ),
        m.Field("hours", "Hours a week", "choice", "5", hours, True),
        m.Field("budget", "Budget for fees", "number", "300", hint="US dollars; 0 means free only."),
        m.Field("deadline", "Done before", "date", "2027-09-01"),
        m.Field("remind", "Ask me at", "time", "18:00"),
        m.Field("held", "What you have or know", "long", "", hint="Credentials, skills, years of work."),
    )
    form = m.Form("goal", "Your goal", fields, "Make a plan", "I want to set a goal")
    return m.Reply("Tell me about your goal", (m.Text("All questions at once, if you like:"), form))


def _table() -> m.Reply:
    head = ("Role", *(f"Skill {n}" for n in range(1, 26)))
    rows = tuple((f"Role {r}", *(str((r * c) % 5) for c in range(1, 26))) for r in range(1, 181))
    blocks = (m.Heading("Roles and skills"), m.Table(head, rows), m.Note("Levels are our own judgement."))
    return m.Reply("Roles and skills, 180 rows", blocks, "public")


def _cards() -> m.Reply:
    cards = tuple(
        m.Card(f"Credential {n}", (f"Issuer {n % 5} · certification", f"exam ${n * 10}"), f"https://example.org/{n}")
        for n in range(1, 41)
    )
    blocks = (m.Text("What I found for “security”:"), m.Cards(cards), m.Choices((m.Choice("Plan one", "plan one"),)))
    return m.Reply("40 credentials for security", blocks, "public")


def _choices() -> m.Reply:
    choices = tuple(m.Choice(f"Role number {n}", f"I want to be role {n}") for n in range(1, 131))
    return m.Reply("Which role do you mean?", (m.Text("Which role do you mean?"), m.Choices(choices)))


def _private() -> m.Reply:
    pairs = (("goals", "Data Analyst"), ("budget", "$300"), ("hours", "5 h a week"), ("failed", "CISM, once"))
    blocks = (m.Heading("What I know about you"), m.Fields(pairs), m.Progress("Your path", 0.4))
    return m.Reply("What I know about you: Data Analyst, $300", blocks, "private")


def _long() -> m.Reply:
    lines = (f"{n}. Sentence number {n} says what happens in week {n}, and why it matters." for n in range(1, 251))
    blocks = (m.Heading("Everything, week by week"), m.Text("\n".join(lines)), m.Note("Dates are estimates."))
    return m.Reply("Everything, week by week", blocks, "public")


def _hostile() -> m.Reply:
    evil = "<!channel> <@U123> @all *bold* _low_ ~gone~ `code` <https://evil.example|bank> <b>x</b> & ||s|| \u202eback"
    item = m.Item(evil, "2026-11-23", "2027-01-20", (evil,), "late", "javascript:alert(1)")
    blocks = (
        m.Heading(evil),
        m.Text(evil),
        m.Note(evil),
        m.Fields(((evil, evil),)),
        m.Table((evil, "b"), ((evil,), ("=1+1", "@SUM(A1)"))),
        m.Progress(evil, 0.5),
        m.Steps((item,), "2026-11-23", "2027-01-20"),
        m.Cards((m.Card(evil, (evil,), "https://example.org/?a=1&b=<2>|3"),)),
        m.Choices((m.Choice(evil, evil),)),
    )
    return m.Reply(evil, blocks, "public")


_MADE = {
    "picture": _picture,
    "form": _form,
    "big-table": _table,
    "many-cards": _cards,
    "many-choices": _choices,
    "private-in-channel": _private,
    "long-text": _long,
    "hostile": _hostile,
}
_REAL: dict[str, m.Reply] = {
    name: m.reply_from(value)
    for name, value in json.loads(CAPTURED.read_text("utf-8")).items()
    if name not in ("clarify", "what-is-role", "forgotten")
}
GOLDEN: dict[str, m.Reply] = {
    name: tokened(reply, name) for name, reply in {**_REAL, **{n: make() for n, make in _MADE.items()}}.items()
}
