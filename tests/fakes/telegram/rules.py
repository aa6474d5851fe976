"""What sendMessage refuses, in which words, and the nearest things that it takes: for tests of several servers."""

from typing import Any


def keys(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "go", **button}]]}


HTML = {"parse_mode": "HTML"}
BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "message text is empty"),
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "message text is empty"),
    ({"text": "<b> </b>", **HTML}, "message text is empty"),
    ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ({"text": "x", "chat_id": 99}, "chat not found"),
    ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "<b>x", **HTML}, "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ({"text": "é<script>x</script>", **HTML}, 'can\'t parse entities: Unsupported start tag "script" at byte offset 2'),
    ({"text": "a < b", **HTML}, 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
    ({"text": "a & b", **HTML}, "can't parse entities: an & at byte offset 2"),
    (
        {"text": "<b><i>x</b></i>", **HTML},
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ({"text": "*x*", "parse_mode": "INVALID"}, "unsupported parse_mode"),
    ({"text": "<b>x</b> " * 101, **HTML}, "can't parse entities: more than 100 entities"),
    ({"text": "x", "reply_markup": keys(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keys(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keys(callback_data="")}, "can't parse inline keyboard button: Text buttons are"),
    ({"text": "x", "reply_markup": keys()}, "can't parse inline keyboard button: Text buttons are unallowed"),
    ({"text": "x", "reply_markup": keys(url="nowhere")}, "inline keyboard button URL 'nowhere' is invalid"),
    ({"text": "x", "reply_markup": keys(callback_data="1", colour="red")}, "sendMessage has no field colour"),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "1"}]]}},
        "can't parse inline keyboard button: Can't find",
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[*keys(callback_data="1")["inline_keyboard"][0]] * 9]}},
        "reply",
    ),
    ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    ({"text": "x", "message_thread_id": 5}, "message thread not found"),
    (
        {"text": "x", "entities": [{"type": "bold", "offset": 9, "length": 1}]},
        "entity begins after the end of the text",
    ),
    (
        {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]},
        "entity beginning at UTF-16 offset 0 ends",
    ),
    ({"text": "x", "entities": [{"type": "loud", "offset": 0, "length": 1}]}, "can't parse MessageEntity: Unsupported"),
    ({"text": "x", "colour": "red"}, "sendMessage has no parameter colour"),
    ({"text": "x", "disable_notification": [1]}, "can't parse disable_notification"),
]
GOOD: list[tuple[dict[str, Any], str, int]] = [
    ({"text": "x" * 4096}, "x" * 4096, 0),
    ({"text": "<b>" + "x" * 4096 + "</b>", **HTML}, "x" * 4096, 1),
    ({"text": "😀" * 2048}, "😀" * 2048, 0),
    ({"text": "  <b>a</b> &lt; b\n", **HTML}, "a < b", 1),
    ({"text": "<b>x</b> " * 100, **HTML}, ("x " * 100).strip(), 100),
    ({"text": "<b>not parsed"}, "<b>not parsed", 0),
    ({"text": "x", "reply_markup": keys(callback_data="é" * 32)}, "x", 0),
    ({"text": "x", "reply_markup": keys(url="https://t.me/CredpathBot?start=here")}, "x", 0),
    ({"text": "x", "reply_parameters": {"message_id": 999, "allow_sending_without_reply": True}}, "x", 0),
    ({"text": "x", "chat_id": "7"}, "x", 0),
]
