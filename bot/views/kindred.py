"""What O*NET says about two roles, in a line of a card."""

from bot.wording import research as words
from knowledge.catalog import Catalog
from knowledge.vocabulary import Occupation


def related(catalog: Catalog, start: Occupation, role: Occupation) -> tuple[str, ...]:
    """The line about a role beside the nearest one; none where O*NET is not imported, or says nothing of them."""
    tier = catalog.kindred.tier(start, role) if catalog.kindred and start.id != role.id else None
    if tier is None or catalog.kindred is None:
        return ()
    said = words.KINDRED_SAME if tier == "same" else words.KINDRED
    how = words.KINDRED_TIERS.get(tier, tier)
    return (said.format(release=catalog.kindred.release, start=start.name, how=how),)


def credit(catalog: Catalog) -> str:
    """Whom to name below cards that O*NET helped to order, "" without it."""
    return f" {words.KINDRED_CREDIT.format(release=catalog.kindred.release)}" if catalog.kindred else ""
