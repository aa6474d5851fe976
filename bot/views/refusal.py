"""No plan: what is too tight, and the least change of each that gives one."""

from dataclasses import dataclass
from datetime import date

from bot.messages import Block, Note, Reply, Text
from bot.requests import goal_name
from bot.turn import Turn, choices
from bot.views.notes import left_out, understood
from bot.wish import Wish
from bot.wording import en
from bot.wording.formats import day, listed, money
from knowledge.catalog import Catalog
from planner.pathway import Pathway, Relaxation, Status


@dataclass(frozen=True, slots=True)
class WayOut:
    """Cents in all and the deadline that together give a plan."""

    cents: int
    by: date


def infeasible(
    turn: Turn, pathway: Pathway, said: Wish, spent: int, way: WayOut | None, *, other: bool = False
) -> Reply:
    """Why there is none. `spent` cents are gone already; `other`: the other reading of the deadline gives a plan."""
    names = listed([goal_name(r, turn.catalog) for r in said.roles])
    if pathway.status is Status.UNKNOWN:
        text = f"I ran out of time before I found or excluded a plan for {names}. Nothing was changed."
        return Reply(text, (Text(text),))
    own = {f"locked:{r.partition(':')[2]}" for r in said.roles if r.startswith("credential:")}
    words = [constraint(turn.catalog, c) for c in pathway.conflicts if not c.startswith("coverage") and c not in own]
    blocks: list[Block]
    if words:
        text = f"I found no plan for {names}: no useful step fits into {listed(list(dict.fromkeys(words)))}."
    else:
        text = f"I know no credential that would bring you closer to {names} as things stand."
    blocks = [Text(text), Note(understood(turn, pathway))]
    ways = [(_way(turn, pathway, r, spent, said.roles), says(pathway, r, spent)) for r in pathway.relaxations]
    buttons = [(label, message) for label, message in ways if label]
    if way:
        amount = money(way.cents + spent, pathway.currency)
        label = f"Spend up to {amount} in all and take until {day(way.by)}"
        total = (way.cents + spent) / 100
        buttons.append((label, f"budget {total:g} {pathway.currency} and before {way.by.isoformat()}"))
    if other and said.by_other:
        buttons.insert(0, (f"I meant before {day(said.by_other)}", "the other date"))
    if buttons:
        blocks += [Text("What would work (each was solved):"), choices(*buttons)]
    blocks += [Note(n) for n in left_out(turn.catalog, pathway)]
    return Reply(text, tuple(blocks))


def constraint(catalog: Catalog, name: str) -> str:
    """A named constraint in words."""
    kind, _, id = name.partition(":")
    if kind in {"locked", "excluded"} and id in catalog.credentials:
        word = "keeping" if kind == "locked" else "leaving out"
        return f"{word} {catalog.credentials[id].short}"
    if kind == "excluded-issuer":
        return f"no {catalog.issuers[id].name}"
    if kind in {"hours", "deadline"}:
        return "the time until the deadline"
    return en.CONSTRAINTS.get(name, en.CONSTRAINTS.get(kind, name))


def _way(turn: Turn, pathway: Pathway, r: Relaxation, spent: int, roles: tuple[str, ...] = ()) -> str:
    kind, _, id = r.constraint.partition(":")
    match kind:
        case "budget":
            return f"Spend up to {money(int(r.value) + spent, pathway.currency)} in all"
        case "hours":
            return f"Study {r.value} hours a week"
        case "deadline":
            return f"Take until {day(date.fromisoformat(r.value))}"
        case "locked":
            goal = {g.partition(":")[2] for g in roles}
            return "" if id in goal else f"Do without {turn.catalog.credentials[id].short}"
        case "excluded":
            return f"Allow {turn.catalog.credentials[id].short}"
        case "excluded-issuer":
            return f"Allow {turn.catalog.issuers[id].name}"
        case "only":
            return f"Do not insist on {en.CONSTRAINTS[r.constraint]}"
        case "language":
            return "Allow exams in any language"
        case _:
            return ""


def says(pathway: Pathway, r: Relaxation, spent: int) -> str:
    """The message that makes a relaxation."""
    match r.constraint.partition(":")[0]:
        case "budget":
            return f"budget {(int(r.value) + spent) / 100:g} {pathway.currency}"
        case "hours":
            return f"{r.value} hours a week"
        case "deadline":
            return f"before {r.value}"
        case _:
            return f"lift {r.constraint}"


def relaxations(turn: Turn, pathway: Pathway, found: tuple[Relaxation, ...]) -> list[str]:
    """Relaxations as lines."""
    return [f"• {words}" for r in found if (words := _way(turn, pathway, r, 0))]
