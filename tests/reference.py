"""Where the third-party reference data lies (CREDPATH_REFERENCE_DATA); tests that need it skip without it."""

import os
from pathlib import Path

import pytest


def reference(part: str) -> Path:
    """A folder or file of the reference data; skips the test when it is not there."""
    folder = os.environ.get("CREDPATH_REFERENCE_DATA")
    if not folder or not (place := Path(folder) / part).exists():
        pytest.skip(f"no reference data: {part} (CREDPATH_REFERENCE_DATA)")
    return place
