"""Cheapest costs by value iteration over flat arrays: all items at once, round by round.

Group g is one OR: its members are `members[starts[g]:starts[g + 1]]`, and one is enough. Clause groups come first,
ordered by the item that asks; then the groups of the stacks. Costs are non-negative int64.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.problem import Item

if TYPE_CHECKING:  # numpy takes a while to load: with the first plan, not with the first prompt
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

NEVER = 2**50
"""The cost of what cannot be earned. Anything dearer than half of it counts as half of it, so sums stay below 2**62."""
MOST = NEVER // 2


@dataclass(frozen=True, slots=True)
class Support:
    """What the items rest on.

    `members` (M,) and `starts` (G,) describe all groups; the first `len(asking)` groups belong to clauses: those of
    item `owners[o]` begin at `owner_starts[o]`. Stack s of item `stacks[s]` needs `need[s]` of the groups
    `stack_groups[s]` (padded with the group that nobody can satisfy).
    """

    size: int
    members: "Ints"
    starts: "Ints"
    owners: "Ints"
    owner_starts: "Ints"
    clause_groups: int
    studied: "NDArray[np.bool_]"
    stacks: "Ints"
    need: "Ints"
    stack_groups: "Ints"


def support(items: Sequence[Item]) -> Support:
    """The arrays of these items."""
    import numpy as np

    nobody = len(items)  # a member that is never earned: in place of an empty group, for which there is no minimum
    members: list[int] = []
    starts: list[int] = []
    owners: list[int] = []
    owner_starts: list[int] = []
    for i, item in enumerate(items):
        if item.clauses:
            owners.append(i)
            owner_starts.append(len(starts))
        for group in item.clauses:
            starts.append(len(members))
            members.extend(group or (nobody,))
    clause_groups = len(starts)
    stacks: list[int] = []
    need: list[int] = []
    parts: list[list[int]] = []
    for i, item in enumerate(items):
        if item.stack is None:
            continue
        stacks.append(i)
        need.append(item.stack.need)
        parts.append([])
        for group in item.stack.groups:
            parts[-1].append(len(starts))
            starts.append(len(members))
            members.extend(group or (nobody,))
    padding = len(starts)
    starts.append(len(members))
    members.append(nobody)
    widest = max((len(p) for p in parts), default=0) + 1
    return Support(
        size=len(items),
        members=np.array(members, np.int64),
        starts=np.array(starts, np.int64),
        owners=np.array(owners, np.int64),
        owner_starts=np.array(owner_starts, np.int64),
        clause_groups=clause_groups,
        studied=np.fromiter((item.study for item in items), np.bool_, len(items)),
        stacks=np.array(stacks, np.int64),
        need=np.array(need, np.int64),
        stack_groups=np.array([p + [padding] * (widest - len(p)) for p in parts], np.int64).reshape(-1, widest),
    )


def value_iteration(
    known: Support, prices: "Ints", greatest: bool, barred: Collection[int] = ()
) -> "tuple[Ints, Ints]":
    """Cheapest cost per item (NEVER: cannot be earned), and the round in which it was found.

    `greatest`: several supporters cost what the dearest costs (a lower bound, h-max); else their sum (h-add, Bonet and
    Geffner 2001, where shared supporters count twice). After r rounds a cost is that of the cheapest derivation of at
    most r levels, so circles support nobody. A supporter of equal cost was found in an earlier round. `barred` items
    cannot be earned.
    """
    import numpy as np

    cost = np.full(known.size + 1, NEVER, np.int64)
    found = np.zeros(known.size + 1, np.int64)
    combine = np.maximum if greatest else np.add
    out = np.fromiter(barred, np.int64, len(barred))
    for round_ in range(1, known.size + 2):
        groups = np.minimum.reduceat(cost[known.members], known.starts)
        base = np.zeros(known.size, np.int64)
        if known.owners.size:
            base[known.owners] = combine.reduceat(groups[: known.clause_groups], known.owner_starts)
        new = np.where(known.studied, base + prices, NEVER)
        if known.stacks.size:
            award = combine(base[known.stacks], _stacked(known, groups, greatest))
            new[known.stacks] = np.minimum(new[known.stacks], award)
        new = np.where(new >= NEVER, NEVER, np.minimum(new, MOST))
        new[out] = NEVER
        better = new < cost[:-1]
        if not better.any():
            break
        cost[:-1][better] = new[better]
        found[:-1][better] = round_
    return cost[:-1], found[:-1]


def _stacked(known: Support, groups: "Ints", greatest: bool) -> "Ints":
    """The cost of enough components per stack: the cheapest `need` groups."""
    import numpy as np

    cheapest = np.sort(groups[known.stack_groups], axis=1)
    with_none = np.concatenate([np.zeros((len(cheapest), 1), np.int64), cheapest], axis=1)
    so_far = with_none if greatest else np.cumsum(with_none, axis=1)
    result: Ints = np.take_along_axis(so_far, known.need[:, None], axis=1)[:, 0]
    return result
