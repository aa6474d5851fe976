"""Errors whose docstring is what the person reads.

CredpathError
├── StaleRecord
├── Overtaken
├── BadRequest
├── NotFound
└── Damaged
"""


class CredpathError(Exception):
    """Something went wrong and nothing was changed."""

    code = "error"

    @property
    def message(self) -> str:
        """The sentence for the person: what was given, else the class's own."""
        return str(self) or (type(self).__doc__ or "").strip()


class StaleRecord(CredpathError):
    """Your record changed while I was thinking, so I changed nothing. Please say it once more."""

    code = "stale"


class Overtaken(CredpathError):
    """Another process answers this already, so I changed nothing."""

    code = "overtaken"


class BadRequest(CredpathError):
    """I could not read that request, so I changed nothing."""

    code = "bad_request"


class NotFound(CredpathError):
    """There is nothing under that name."""

    code = "not_found"


class Damaged(CredpathError):
    """The stored data cannot be read."""

    code = "bad_store"
