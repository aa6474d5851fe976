"""What somebody wrote in Slack, as the plain text that they saw."""

import re

_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def said(text: str, me: str = "") -> str:
    """Slack's markup undone: links are URLs or their label, mentions names, entities characters. A mention of `me`
    (the bot's user id) says only who is spoken to and is left out.
    """

    def one(match: re.Match[str]) -> str:
        target, label = match[1], match[2]
        if target.startswith("@"):
            return "" if target[1:] == me else "@" + (label or target[1:])
        if target.startswith("#"):
            return "#" + (label or target[1:])
        if target.startswith("!"):
            return label or "@" + target[1:].split("^")[0]
        if target.startswith("mailto:"):
            return label or target[7:]
        return target

    plain = _MARKUP.sub(one, text) if "<" in text else text
    if "&" in plain:
        plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain.strip()
