"""Mutation testing of the check: how many small faults in planner/check*.py do the plans of `mutants` notice?

    python -m tests.planner.mutation [--sample N] [--seed S] [--module NAME ...]

Every mutant changes one spot of the syntax tree (a comparison, a boundary, a number, a condition, and/or, an operator,
a removed statement) and judges all plans in a forked process. Decorators, annotations and strings are left alone.
A mutant that crashes or runs longer than LIMIT seconds counts as killed. Survivors are listed.
"""

import argparse
import ast
import copy
import os
import random
import signal
import sys
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path
from types import ModuleType

import planner.check
from planner import worth
from tests.planner import mutants
from tests.planner.instances import known_ranges

MODULES = (
    *(
        "check_rests",
        "check_money",
        "check_days",
        "check_replay",
        "check_steps",
        "check_support",
        "check_value",
        "check",
    ),
)
FOLDER = Path(planner.check.__file__).parent
LIMIT = 20
WORKERS = 2
COMPARE = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
REMOVABLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.If, ast.For, ast.While, ast.Return)


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What one node can be replaced by, each with a word for it."""
    match node:
        case ast.Compare(ops=ops):
            for i, op in enumerate(ops):
                for other in COMPARE[type(op)]:
                    yield "compare", ast.Compare(node.left, [*ops[:i], other(), *ops[i + 1 :]], node.comparators)
        case ast.BoolOp(op=ast.And(), values=values):
            yield "and-or", ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(op=ast.Or(), values=values):
            yield "or-and", ast.BoolOp(ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield "sign", operand
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC:
            yield "arithmetic", ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.Constant(value=bool() as value):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield "constant", ast.Constant(value + 1)
            yield "constant", ast.Constant(value - 1)
        case ast.If(test, body, orelse) | ast.While(test, body, orelse):
            yield "negate", type(node)(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test, body, orelse):
            yield "negate", ast.IfExp(test, orelse, body)
        case ast.comprehension(ifs=[first, *rest]):
            negated = ast.UnaryOp(ast.Not(), first)
            yield "negate", ast.comprehension(node.target, node.iter, [negated, *rest], node.is_async)
    if isinstance(node, REMOVABLE) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield "remove", ast.Pass()


def spots(tree: ast.Module) -> list[tuple[ast.AST, str, int | None]]:
    """(parent, field, index) of every node that may be mutated."""
    found: list[tuple[ast.AST, str, int | None]] = []

    def walk(node: ast.AST) -> None:
        for field, value in ast.iter_fields(node):
            if field in ("decorator_list", "annotation", "returns", "type_comment"):
                continue
            for i, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST):
                    found.append((node, field, i))
                    walk(child)

    walk(tree)
    return found


def all_mutants(module: str) -> Iterator[tuple[str, ast.Module]]:
    """A label and the changed tree of every mutant of a module."""
    source = (FOLDER / f"{module}.py").read_text()
    for number, (parent, field, i) in enumerate(spots(ast.parse(source))):
        value = getattr(parent, field)
        node = value if i is None else value[i]
        for turn, (word, _) in enumerate(changes(node)):
            tree = ast.parse(source)
            parent_again, _, _ = spots(tree)[number]
            again = getattr(parent_again, field)
            _, new = list(changes(again if i is None else again[i]))[turn]
            old = ast.unparse(node).splitlines()[0]
            if i is None:
                setattr(parent_again, field, copy.deepcopy(new))
            else:
                again[i] = copy.deepcopy(new)
            line = getattr(node, "lineno", getattr(parent, "lineno", 0))
            yield (
                f"{module}.py:{line} {word}: {old} -> {ast.unparse(new).splitlines()[0]}",
                ast.fix_missing_locations(tree),
            )


def judge(module: str, tree: ast.Module, cases: list[mutants.Case]) -> bool:
    """Whether the cases notice the mutant; run in a process of its own."""
    for name in MODULES:
        path = FOLDER / f"{name}.py"
        code = compile(tree if name == module else ast.parse(path.read_text()), str(path), "exec")
        fresh = ModuleType(f"planner.{name}")
        sys.modules[fresh.__name__] = fresh
        exec(code, fresh.__dict__)  # noqa: S102
    check = sys.modules["planner.check"].check
    return any(mutants.wrong(check, case) for case in cases)


def start(module: str, tree: ast.Module, cases: list[mutants.Case]) -> int:
    """The process that judges a mutant; it ends with 0 when the mutant survives."""
    process = os.fork()
    if process:
        return process
    killed = True
    try:
        signal.alarm(LIMIT)
        killed = judge(module, tree, cases)
    except BaseException:
        os._exit(2)
    os._exit(1 if killed else 0)


def in_turn() -> list[mutants.Case]:
    """All cases, one of each rule after the other, so that a mutant is noticed soon."""
    groups = [mutants.broken(rule) for rule in planner.check.RULES]
    mixed = [case for row in zip_longest(*groups) for case in row if case]
    valid = mutants.valid()
    return list(chain(valid[:60], mixed[:200], valid[60:], mixed[200:]))


def main() -> None:
    """Prints killed/total and the survivors."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sample", type=int, help="judge so many mutants only")
    options.add_argument("--seed", type=int, default=0, help="which ones")
    options.add_argument("--module", nargs="*", default=list(MODULES), choices=MODULES)
    chosen = options.parse_args()
    todo = [(module, *mutant) for module in chosen.module for mutant in all_mutants(module)]
    if chosen.sample:
        todo = random.Random(chosen.seed).sample(todo, min(chosen.sample, len(todo)))  # noqa: S311
    worth.ranges = known_ranges
    cases = in_turn()
    if any(mutants.wrong(planner.check.check, case) for case in cases):
        sys.exit("the check fails without any mutation")
    survivors, running = [], {}
    for module, label, tree in [*todo, *[("", "", None)] * WORKERS]:
        while len(running) >= (WORKERS if tree else 1) and running:
            process, status = os.wait()
            name = running.pop(process)
            if status == 0:
                survivors.append(name)
        if tree:
            running[start(module, tree, cases)] = label
    killed = len(todo) - len(survivors)
    print(*survivors, sep="\n")  # noqa: T201
    print(f"{killed}/{len(todo)} killed, {100 * killed / len(todo):.1f} %")  # noqa: T201


if __name__ == "__main__":
    main()
