"""Credit in the model: an earned item may shorten the study of another that comes after it."""

from planner.problem import Item
from planner.rows import Model, Terms


def credits(built: Model) -> None:
    """Which credit each studied item uses: one at most, of an item that is earned by every deadline it meets itself."""
    for i, item in enumerate(built.problem.items):
        study = built.study[i]
        for k, _ in item.credits:
            if study[-1] is None or not built.earned(k):
                continue
            used = built.credit[i, k] = built.variable()
            built.row([(used, 1), *built.earned(k, -1, -1)], None, 0, "credit")
            for d, by in enumerate(study[:-1]):
                if by is not None:
                    built.row([(used, 1), (by, 1), *built.earned(k, d, -1)], None, 1, "credit")
        mine = [(built.credit[i, k], 1) for k, _ in item.credits if (i, k) in built.credit]
        if mine and study[-1] is not None:
            built.row([*mine, (study[-1], -1)], None, 0, "credit")


def saved_by(built: Model, d: int) -> Terms:
    """Terms that take off the quarter-hours saved on items that are earned by deadline d."""
    terms: Terms = []
    for (i, k), used in built.credit.items():
        saved = dict(built.problem.items[i].credits)[k]
        by = built.study[i][d]
        if d < len(built.problem.deadlines) - 1 and by is not None:
            both = built.variable()
            built.row([(both, 1), (used, -1)], None, 0, "credit")
            built.row([(both, 1), (by, -1)], None, 0, "credit")
            used = both
        terms.append((used, -saved))
    return terms


def deeper(built: Model, i: int, item: Item, d: int, depth: dict[int, int], mates: frozenset[int]) -> None:
    """Within a circle, what shortens an item lies deeper, by deadline d like at last."""
    by = built.study[i][d]
    for k, _ in item.credits:
        used, deep = built.credit.get((i, k)), len(mates)
        if k in mates and used is not None and by is not None:
            # used and earned by d => depth[i] >= depth[k] + 1
            terms = [(depth[i], 1), (depth[k], -1), (used, -deep), (by, -deep)]
            built.row(terms, 1 - 2 * deep, None, "circle")
