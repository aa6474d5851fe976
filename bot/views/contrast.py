"""Credentials side by side, and what decides between them. Only differences that the evidence carries are called so."""

from datetime import date

from bot.views.demand import Named, named, where
from bot.views.recognition import decay_lines, range_of
from bot.views.sources import short_name
from bot.wording import en
from bot.wording import research as words
from bot.wording.formats import listed, money, plural
from knowledge.catalog import Catalog, highest
from knowledge.credentials import Credential
from knowledge.recognition import card


def contrast(
    catalog: Catalog,
    today: date,
    ids: tuple[str, ...],
    skills: tuple[str, ...],
    roles: tuple[str, ...],
    family: str | None,
) -> tuple[tuple[str, ...], ...]:
    """Rows of a table, one cell a credential; rows in which nothing is known are left out."""
    rows = [
        ("recognition", [range_of(card(catalog, i)) for i in ids]),
        ("status", [catalog.credentials[i].status for i in ids]),
        ("level", [f"{catalog.credentials[i].level} of 5" for i in ids]),
        ("fees", [fees(catalog.credentials[i]) for i in ids]),
        ("study", [_hours(catalog.credentials[i]) for i in ids]),
        ("exam", [_exam(catalog.credentials[i]) for i in ids]),
        ("experience", [_years(catalog.credentials[i]) for i in ids]),
        ("valid", [_valid(catalog.credentials[i]) for i in ids]),
        (f"{family or 'job'} postings", [_named(named(catalog, i, family), family) for i in ids]),
        *[(catalog.skills[s].name, [_shows(catalog.credentials[i], s) for i in ids]) for s in skills[:3]],
        *[(f"of {catalog.occupations[r].name}", [_of_role(catalog, i, r) for i in ids]) for r in roles[:1]],
    ]
    return tuple((label, *cells) for label, cells in rows if any(c != "–" for c in cells))


def fees(c: Credential) -> str:
    """What its cheapest usual route costs: "$599", "$185-$250" where references disagree."""
    if not c.fees or any(f.cents is None for f in c.fees if not f.optional):
        return words.NOT_KNOWN
    due = [f for f in c.fees if not f.optional]
    kinds = {f.kind for f in due}
    if len({f.currency for f in due}) > 1 or any(f.per for f in due):
        return " + ".join(money(f.cents or 0, f.currency) + (f" a {f.per}" if f.per else "") for f in due)
    low = high = 0
    for kind in kinds:
        sums: dict[str, tuple[int, int]] = {}  # members and others pay the same thing at different prices
        for f in (f for f in due if f.kind == kind):
            least, most = sums.get(f.audience, (0, 0))
            cents = min(f.cents or 0, *f.disagree.values()) if f.disagree else f.cents or 0
            sums[f.audience] = (least + cents * f.count, most + (highest(f) or 0) * f.count)
        low += min(least for least, _ in sums.values())
        high += max(most for _, most in sums.values())
    if high == 0:
        return "free"
    one = money(low, due[0].currency)
    return one if low == high else f"{one}-{money(high, due[0].currency)}"


def _hours(c: Credential) -> str:
    if c.award_only:
        return "awarded"
    if c.hours is None:
        return words.NOT_KNOWN
    return f"{c.hours.low:g}-{c.hours.high:g} h{', our estimate' if c.hours.basis == 'estimate' else ''}"


def _exam(c: Credential) -> str:
    if c.exam is None:
        return words.NOT_KNOWN
    if c.exam.none:
        return "none"
    kinds = [f"{c.exam.minutes} min" if c.exam.minutes else "", "hands-on" if c.exam.hands_on else ""]
    return ", ".join(k for k in (*kinds, "proctored" if c.exam.proctored else "") if k) or "yes"


def _years(c: Credential) -> str:
    years = c.prerequisites.years_required
    return plural(years, "year") + " required" if years else "–"


def _valid(c: Credential) -> str:
    if c.validity_months is None:
        return words.NOT_KNOWN
    return plural(c.validity_months / 12, "year") if c.validity_months else "for ever"


def _named(found: Named | None, family: str | None) -> str:
    if found is None:
        return "not counted"
    low, high = found.ends
    kind = "" if family else f" {found.family}"
    told = f"{found.mentions} of {found.postings}{kind} ({round(100 * low)}-{round(100 * high)} %)"
    return f"{found.label}: {told}" if found.group else told


def _shows(c: Credential, skill: str) -> str:
    level = next((s.level for s in c.skills if s.skill == skill), 0)
    return f"level {level}" if level else "–"


def _of_role(catalog: Catalog, id: str, role: str) -> str:
    wanted = {**catalog.occupations[role].optional, **catalog.occupations[role].essential}
    return f"{sum(s.skill in wanted for s in catalog.credentials[id].skills)} of {len(wanted)} skills"


def verdict(
    catalog: Catalog,
    today: date,
    ids: tuple[str, ...],
    skills: tuple[str, ...],
    roles: tuple[str, ...],
    family: str | None,
) -> list[str]:
    """Sentences: who is out, who is recognised more, who is asked for more, who fits; and what stays open."""
    lines = [_out(catalog, today, i) for i in ids if catalog.credentials[i].status != "active"]
    lines.append(_recognised(catalog, ids))
    lines.append(_demanded(catalog, today, ids, family))
    if skills:
        lines.append(_fitting(catalog, ids, skills))
    elif roles:
        lines.append(_fitting_role(catalog, ids, roles[0]))
    else:
        lines.append(words.DECIDE)
    return lines


def _out(catalog: Catalog, today: date, id: str) -> str:
    name = short_name(catalog.credentials[id])
    text = words.GONE if catalog.credentials[id].status == "retired" else words.GOES
    return text.format(name=name, why=listed(decay_lines(catalog, today, id)) or en.NOT_CONFIRMED)


def _recognised(catalog: Catalog, ids: tuple[str, ...]) -> str:
    cards = sorted((card(catalog, i) for i in ids), key=lambda c: -c.low)
    first, rest = cards[0], cards[1:]
    if all(first.low > c.high for c in rest):
        others = listed([short_name(catalog.credentials[c.credential]) for c in rest])
        return words.AHEAD.format(name=short_name(catalog.credentials[first.credential]), other=others)
    return words.OVERLAP


def _demanded(catalog: Catalog, today: date, ids: tuple[str, ...], family: str | None) -> str:
    found = [named(catalog, i, family) for i in ids]
    single = [(i, n) for i, n in zip(ids, found, strict=True) if n and not n.group]
    if len(single) < len(ids) or len({n.family for _, n in single}) > 1:
        return words.DEMAND_APART
    single.sort(key=lambda x: -x[1].mentions / x[1].postings)
    (first, top), rest = single[0], single[1:]
    place = where(catalog, today, top.window)
    if all(top.ends[0] > n.ends[1] for _, n in rest):
        other = listed([short_name(catalog.credentials[i]) for i, _ in rest])
        return words.DEMAND_AHEAD.format(name=short_name(catalog.credentials[first]), other=other, place=place)
    return words.DEMAND_EVEN.format(place=place)


def _fitting(catalog: Catalog, ids: tuple[str, ...], skills: tuple[str, ...]) -> str:
    """What each shows of the skills asked about, and of the skills named after them ("cloud security …")."""
    parts = []
    stems = [catalog.skills[s].name.split(" (")[0].lower() for s in skills]
    for i in ids:
        c = catalog.credentials[i]
        shown = [
            f"{catalog.skills[s.skill].name} {s.level}"
            for s in c.skills
            if s.skill in skills or any(catalog.skills[s.skill].name.lower().startswith(x) for x in stems)
        ]
        if shown:
            parts.append(words.SHOWS.format(name=short_name(c), skills=listed(shown[:4])))
        else:
            parts.append(words.SHOWS_NOTHING.format(name=short_name(c)))
    return words.FITS.format(topic=listed([catalog.skills[s].name for s in skills[:3]]), lines="; ".join(parts))


def _fitting_role(catalog: Catalog, ids: tuple[str, ...], role: str) -> str:
    occupation = catalog.occupations[role]
    wanted = {**occupation.optional, **occupation.essential}
    parts = [
        words.FITS_ROLE_PART.format(
            name=short_name(catalog.credentials[i]), n=sum(s.skill in wanted for s in catalog.credentials[i].skills)
        )
        for i in ids
    ]
    text = words.FITS_ROLE.format(of=len(wanted), parts=listed(parts))
    return words.FITS.format(topic=occupation.name, lines=text)
