"""The one place that knows the solver (CP-SAT). Deterministic: one worker, fixed seed, limits not in seconds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from planner.rows import Model, Row, Span, Terms


class Found(Enum):
    """What a solve ended with."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NOTHING = "nothing"  # a limit was met first


@dataclass(frozen=True, slots=True)
class Limits:
    """`work` in the solver's deterministic units (about seconds); `seconds` is a safety stop of the wall clock.

    A solve may end at `near`, a share of the value by which its bound may still differ.
    """

    work: float = 4.0
    seconds: float = 30.0
    near: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Variable values (empty when there are none), their objective and the proven upper bound."""

    found: Found
    values: tuple[int, ...] = ()
    objective: int = 0
    bound: int | None = None


def load() -> None:
    """Load the solvers (half a second), so that the first plan need not wait for them."""
    import ortools.linear_solver.pywraplp
    import ortools.sat.python.cp_model  # noqa: F401


def solve(
    model: Model,
    objective: Terms,
    limits: Limits,
    extra: Sequence[Row] = (),
    hint: Mapping[int, int] | None = None,
) -> Answer:
    """Maximise `objective` over the model's rows and the `extra` ones; without terms any solution is optimal."""
    from ortools.sat.python import cp_model  # slow to load and big, so only when something is solved

    program = cp_model.CpModel()
    variables = [_variable(program, model, v, cp_model) for v in range(len(model.upper))]
    for row in (*model.rows, *extra):
        if not _add(program, variables, row, cp_model):
            return Answer(Found.INFEASIBLE)
    if model.spans:
        program.add_no_overlap([_span(program, variables, span) for span in model.spans])
    if objective:
        program.maximize(_sum(variables, objective, cp_model))
    for v, value in (hint or {}).items():
        program.add_hint(variables[v], value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = limits.work
    solver.parameters.max_time_in_seconds = limits.seconds
    solver.parameters.relative_gap_limit = limits.near
    solver.parameters.catch_sigint_signal = False  # an interrupt is for the whole search, not for this solve
    status = solver.solve(program)
    if status == cp_model.INFEASIBLE:
        return Answer(Found.INFEASIBLE)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        if status == cp_model.MODEL_INVALID:
            raise RuntimeError(f"the solver refuses the model: {program.validate()}")
        return Answer(Found.NOTHING)  # its bound may be the 0 from before the search, which bounds nothing
    values = tuple(solver.value(v) for v in variables)
    reached = sum(values[v] * c for v, c in objective)
    if status == cp_model.OPTIMAL and not limits.near:  # else optimal may mean near enough
        return Answer(Found.OPTIMAL, values, reached, reached)
    return Answer(Found.FEASIBLE, values, reached, max(reached, _bound(solver.best_objective_bound, objective, model)))


def prices(model: Model, objective: Terms, limits: Limits) -> list[float] | None:
    """A price per row that makes a good bound (duals of the linear relaxation); None when the simplex has none.

    The numbers are the simplex's, in floating point: what they prove is worked out in planner/fixing.py.
    """
    return Relaxation(model).prices(objective, limits)


class Relaxation:
    """A model's linear relaxation, built once for any number of objectives. Each solve begins where the last ended."""

    def __init__(self, model: Model) -> None:
        from ortools.linear_solver import linear_solver_pb2, pywraplp

        program, infinite = linear_solver_pb2.MPModelProto(maximize=True), float("inf")
        for upper in model.upper:
            program.variable.add(lower_bound=0, upper_bound=upper)
        for row in model.rows:
            terms = summed(row.terms)
            program.constraint.add(
                var_index=list(terms),
                coefficient=list(terms.values()),
                lower_bound=-infinite if row.low is None else row.low,
                upper_bound=infinite if row.high is None else row.high,
            )
        self._optimal = pywraplp.Solver.OPTIMAL
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.LoadModelFromProto(program)
        self._variables = self._solver.variables()
        self._rows = self._solver.constraints()

    def prices(self, objective: Terms, limits: Limits) -> list[float] | None:
        """As the function `prices`; the objective takes the place of the last one."""
        maximised = self._solver.Objective()
        maximised.Clear()
        maximised.SetMaximization()
        for v, gain in summed(objective).items():
            maximised.SetCoefficient(self._variables[v], gain)
        # Its preprocessing made these programs sixty times slower (measured: 9.15, two deadlines, 15,000 variables).
        self._solver.SetSolverSpecificParametersAsString(
            f"use_preprocessing: false max_deterministic_time: {limits.work}"
        )
        if self._solver.Solve() != self._optimal:
            return None
        return [row.dual_value() for row in self._rows]


def summed(terms: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Variable -> coefficient, each variable once."""
    found: dict[int, int] = {}
    for v, coefficient in terms:
        found[v] = found.get(v, 0) + coefficient
    return found


def _add(program: Any, variables: Sequence[Any], row: Row, cp_model: Any) -> bool:
    """False when the row is empty and cannot hold."""
    low = cp_model.INT32_MIN * 2**20 if row.low is None else row.low
    high = cp_model.INT32_MAX * 2**20 if row.high is None else row.high
    if not row.terms:
        return bool(low <= 0 <= high)
    added = program.add_linear_constraint(_sum(variables, row.terms, cp_model), low, high)
    if row.given:
        added.only_enforce_if([variables[v] for v in row.given])
    return True


def _variable(program: Any, model: Model, v: int, cp_model: Any) -> Any:
    if v in model.domains:
        return program.new_int_var_from_domain(cp_model.Domain.from_intervals(model.domains[v]), "")
    return program.new_int_var(0, model.upper[v], "")


def _span(program: Any, variables: Sequence[Any], span: Span) -> Any:
    begin, present = variables[span.begin], variables[span.present]
    if span.lasts is None or span.end is None:
        return program.new_optional_fixed_size_interval_var(begin, span.length, present, "")
    return program.new_optional_interval_var(begin, variables[span.lasts], variables[span.end], present, "")


def _sum(variables: Sequence[Any], terms: Sequence[tuple[int, int]], cp_model: Any) -> Any:
    return cp_model.LinearExpr.weighted_sum([variables[v] for v, _ in terms], [c for _, c in terms])


def _bound(stated: float, objective: Terms, model: Model) -> int:
    # Never above what the variables allow: before the search starts the solver states an infinite bound.
    most = sum(max(c, 0) * model.upper[v] for v, c in objective)
    return most if stated != stated or stated > most else int(stated + 1e-6)
