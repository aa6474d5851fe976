"""How a command answers: one JSON document or plain text on stdout, errors as one sentence."""

import json
import sys
from dataclasses import dataclass
from typing import Any


class Refused(Exception):
    """The request was refused: a code for scripts and one sentence for people. Exit status 1."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Answer:
    """A command's result: `value` for --json, `text` for people, and the exit status."""

    value: Any
    text: str
    status: int = 0


def show(answer: Answer, as_json: bool) -> int:
    """Print the answer; returns the exit status."""
    sys.stdout.write((json.dumps(answer.value, ensure_ascii=False, indent=1) if as_json else answer.text) + "\n")
    return answer.status


def refuse(error: Refused, as_json: bool) -> int:
    """Print a refusal; returns 1."""
    if as_json:
        sys.stdout.write(json.dumps({"error": {"code": error.code, "message": error.message}}) + "\n")
    else:
        sys.stderr.write(error.message + "\n")
    return 1
