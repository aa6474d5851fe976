"""What the Web API answers when it does not do what it was asked."""

from typing import Any


class Refusal(Exception):
    """An answer with ok false. `more` stands beside the error's name, `headers` go with it."""

    def __init__(self, error: str, status: int = 200, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.more = more

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, **self.more}


def invalid(*messages: str) -> Refusal:
    """Arguments that are missing or of a wrong form, each with a sentence."""
    return Refusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] {one}" for one in messages]})
