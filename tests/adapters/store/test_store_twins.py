"""The twin in memory, SQLite and PostgreSQL agree on any sequence of what the ports can do."""

import shutil
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from twin_steps import Events, Messages, Others

from adapters.store import open_store
from adapters.store.memory import MemoryStore


@pytest.mark.parametrize("examples", [2, pytest.param(60, marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", [Events, Messages, Others])
def test_the_three_stores_agree(kind, examples, databases, migrated, tmp_path):
    """Every answer of every step is the same, and so is what is there at the end."""
    numbers = count()
    opened = []

    def machine():
        while opened:
            opened.pop().close()
        databases.emptied()
        opened.append(open_store(shutil.copy(migrated, tmp_path / f"{next(numbers)}.db")))
        return kind([MemoryStore(), opened[0], databases.store])

    chosen = settings(
        max_examples=examples, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
    )
    try:
        run_state_machine_as_test(machine, settings=chosen)
    finally:
        while opened:
            opened.pop().close()
