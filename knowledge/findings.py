"""What a review of the catalog reports."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: which record, which field, and what is wrong."""

    record: str
    field: str
    text: str
