"""Plans side by side: one column for each that is really different, and a line for each that is not."""

from bot.wording import plans as words
from bot.wording.formats import day, hours, listed, money, percent
from knowledge.catalog import Catalog
from planner.aims import recognition
from planner.alternatives import Alternative
from planner.pathway import Pathway


def columns(yours: Pathway, best: Pathway, found: tuple[Alternative, ...]) -> list[tuple[str, Pathway]]:
    """Heading and plan, each plan once: the recommended one, yours where it is none of the others, the alternatives."""
    shown = [(words.RECOMMENDED, best)]
    shown += [(words.HEADS[one.aim], one.pathway) for one in found if one.same is None]
    mine = next((n for n, (_, plan) in enumerate(shown) if plan.steps == yours.steps), None)
    if mine is None:
        shown.insert(1, (words.YOURS, yours))
    elif mine:
        shown[mine] = (words.ALSO_YOURS.format(head=shown[mine][0]), yours)
    return shown


def table(catalog: Catalog, shown: list[tuple[str, Pathway]]) -> tuple[tuple[str, ...], ...]:
    """Rows of measures, one cell a plan."""
    plans = [plan for _, plan in shown]
    cells = (
        [money(plan.cents, plan.currency) for plan in plans],
        [hours(plan.quarter_hours) for plan in plans],
        [day(max(step.end for step in plan.steps)) for plan in plans],
        [_closed(plan) for plan in plans],
        [_recognised(catalog, plan) for plan in plans],
        [str(len(plan.steps)) for plan in plans],
    )
    return tuple((label, *row) for label, row in zip(words.ROWS, cells, strict=True))


def lines(catalog: Catalog, best: Pathway, found: tuple[Alternative, ...]) -> list[str]:
    """Which plans are the same, what the others change, and what is not proven."""
    told = []
    for one in found:
        head = words.HEADS[one.aim].capitalize()
        if one.same is not None:
            text = words.SAME_PROVEN if one.proven else words.SAME
            heads = {str(aim): name for aim, name in words.HEADS.items()}
            told.append(text.format(head=head, other=heads.get(one.same, one.same)))
            continue
        told.append(words.DIFFERENCE.format(head=head, changes=_changes(catalog, best, one.pathway)))
        if not one.proven:
            told.append(words.UNPROVEN.format(head=head))
    return told


def _changes(catalog: Catalog, old: Pathway, new: Pathway) -> str:
    before, after = [s.credential for s in old.steps], [s.credential for s in new.steps]
    added = [f"+ {catalog.credentials[i].short}" for i in after if i not in before]
    gone = [f"- {catalog.credentials[i].short}" for i in before if i not in after]
    return ", ".join(added + gone) or words.ORDER


def _closed(plan: Pathway) -> str:
    return listed([percent(part.share) for part in plan.coverage])


def _recognised(catalog: Catalog, plan: Pathway) -> str:
    low, high = recognition(catalog, plan)
    if round(100 * low) == round(100 * high):
        return percent(low)
    return f"{100 * low:.0f}-{percent(high)}"
