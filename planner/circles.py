"""Circles of support: sets of items that could support one another."""

from collections.abc import Iterable, Sequence


def circles(edges: Sequence[Iterable[int]]) -> list[frozenset[int]]:
    """Strongly connected components with more than one node, by smallest node.

    `edges[i]` are the nodes that i leads to. Tarjan's algorithm (SIAM J. Comput. 1, 1972) without recursion.
    """
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[frozenset[int]] = []
    for root in range(len(edges)):
        if root in order:
            continue
        work = [(root, iter(sorted(edges[root])))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    members = _pop(stack, on_stack, node)
                    if len(members) > 1:
                        found.append(members)
            elif following not in order:
                order[following] = low[following] = len(order)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(sorted(edges[following]))))
            elif following in on_stack:
                low[node] = min(low[node], order[following])
    return sorted(found, key=min)


def _pop(stack: list[int], on_stack: set[int], node: int) -> frozenset[int]:
    members = set()
    while node not in members:
        member = stack.pop()
        on_stack.discard(member)
        members.add(member)
    return frozenset(members)
