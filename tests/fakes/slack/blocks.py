"""Are these blocks that Slack would take? Judged by what nobody here wrote: the schema of @slack/types, slack_sdk's
models, and the documented limits, all of tests/adapters/slack/slack_judge.py.
"""

from typing import Any

from tests.adapters.slack.slack_judge import by_limits, by_schema, by_sdk
from tests.fakes.slack.refusal import Refusal

Json = dict[str, Any]
SURFACES = {  # docs.slack.dev/reference/block-kit/blocks: what may not stand where
    "message": {"alert"},
    "home": {"alert", "context_actions", "data_table", "data_visualization", "plan", "table", "task_card"},
    "modal": {"carousel", "context_actions", "data_table", "data_visualization", "plan", "table", "task_card"},
}
MOST_TABLES, MOST_CHARTS = 1, 2


def faults(payload: Json) -> list[str]:
    """What is wrong with a message's or a view's blocks. `payload` has `blocks`, and `type` when it is a view."""
    where = str(payload.get("type", "message"))
    judged = {"text": "x", **payload} if where == "message" else payload
    out = _shapes(payload["blocks"])
    if out:
        return out
    try:
        out = [*by_schema(judged), *(f for f in by_sdk(judged) if " lost " not in f), *_limits(judged)]
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # a judge met something that is no block
        return [f"not a block: {type(error).__name__}"]
    kinds = [b["type"] for b in payload["blocks"]]
    out += [f"{kind} in a {where}" for kind in kinds if kind in SURFACES[where]]
    if kinds.count("data_visualization") > MOST_CHARTS:
        out.append("too many charts")
    return out


def _shapes(blocks: Any) -> list[str]:
    if any(not isinstance(b, dict) for b in blocks):
        return ["a block is no object"]
    return [
        f"a block without a type at /blocks/{n}" for n, b in enumerate(blocks) if not isinstance(b.get("type"), str)
    ]


def _limits(payload: Json) -> list[str]:
    """Without the judge's opinions on which of our renderer's blocks stand where; and text is judged elsewhere."""
    found = [f for f in by_limits(payload) if not f.startswith("limits: text")]
    return [f for f in found if not any(f.endswith(f" in a {where}") for where in SURFACES)]


def judge_message(blocks: Any) -> None:
    """Raises Refusal for blocks of a message that Slack would not take."""
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if not blocks:
        return
    found = faults({"blocks": blocks})
    if any("msg_blocks_too_long" in one for one in found):
        raise Refusal("msg_blocks_too_long")
    if any("only_one_table_allowed" in one for one in found):
        raise Refusal("only_one_table_allowed")
    if found:
        raise Refusal("invalid_blocks", errors=found[:10], response_metadata={"messages": said(found)})


def judge_view(view: Json) -> None:
    """Raises Refusal for a view that Slack would not take."""
    found = faults(view)
    if found:
        raise Refusal("invalid_arguments", response_metadata={"messages": said(found)})


def said(found: list[str]) -> list[str]:
    return [f"[ERROR] {one}" for one in found[:10]]
