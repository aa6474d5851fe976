"""The recognition that random instances give their credentials, in place of the real card's."""

import pytest

from planner import worth
from tests.planner.instances import known_ranges


@pytest.fixture(autouse=True, scope="session")
def _instance_ranges():
    """Catalogs of instances bring their own ranges; all others are as ever."""
    before = worth.ranges
    worth.ranges = known_ranges
    yield
    worth.ranges = before
