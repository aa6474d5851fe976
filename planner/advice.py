"""What is advised before a step, in the model: nobody has to follow it, and a step is dearer without it."""

from planner.problem import Item
from planner.rows import Model


def advice(built: Model) -> None:
    """Per studied item of which something is advised before: whether it is ready for."""
    for i, item in enumerate(built.problem.items):
        study = built.study[i][-1]
        if study is not None and item.advised and all(item.advised):
            ready = built.ready[i] = built.variable()
            built.row([(ready, 1), (study, -1)], None, 0, "advice")


def asks(built: Model, i: int, item: Item, d: int) -> list[tuple[tuple[int, ...], list[tuple[int, int]]]]:
    """Per group of what is advised before item i, terms that are above 1 when it is ready and earned by deadline d."""
    ready, by = built.ready.get(i), built.study[i][d]
    return [(group, [(ready, 1), (by, 1)]) for group in item.advised] if ready is not None and by is not None else []
