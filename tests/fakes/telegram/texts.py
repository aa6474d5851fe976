"""Texts as the server keeps them: formatted by a bot, or written by a person."""

import re
from typing import Any

from tests.adapters.telegram.telegram_judge import shows_nothing
from tests.fakes.telegram.html import parsed, units
from tests.fakes.telegram.refusal import bad
from tests.fakes.telegram.world import Json

TEXT = 4096
CAPTION = 1024
ENTITIES = 100
_ALL = (
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
)
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+\.[\w.]*\w")),
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def found_in(text: str) -> list[Json]:
    """The entities that the server finds by itself, without overlaps, offsets in code units."""
    hits = sorted((m.start(), -m.end(), kind) for kind, pattern in _FOUND for m in pattern.finditer(text))
    out: list[Json] = []
    at = 0
    for start, end, kind in hits:
        if start >= at:
            at = -end
            out.append({"type": kind, "offset": units(text[:start]), "length": units(text[start:at])})
    return out


def formatted(params: Json, name: str = "text", marks: str = "entities", most: int = TEXT) -> tuple[str, list[Json]]:
    """What a parameter shows: (text, entities). Raises Refusal."""
    raw = params.get(name, "")
    mode = str(params.get("parse_mode") or "").lower()
    if mode and mode != "html":
        raise bad("unsupported parse_mode")
    if re.search("[\ud800-\udfff]", raw):
        raise bad("strings must be encoded in UTF-8")
    if mode:
        text, entities = parsed(raw)
    else:
        text, entities = raw, sorted(params.get(marks, []), key=lambda e: e["offset"])
        for entity in entities:
            _inside(entity, units(text))
    text, entities = _trimmed(text, entities)
    if shows_nothing(text):
        if name == "text":
            raise bad("message text is empty")
        return "", []
    if units(text) > most:
        raise bad("message is too long" if name == "text" else "message caption is too long")
    if len(entities) > ENTITIES:
        raise bad("can't parse entities: more than 100 entities")
    taken = {at for e in entities for at in range(e["offset"], e["offset"] + e["length"])}
    found = [e for e in found_in(text) if not taken & set(range(e["offset"], e["offset"] + e["length"]))]
    both = sorted([*entities, *found], key=lambda e: (e["offset"], -e["length"]))
    return text, both[:ENTITIES]


def _inside(entity: Json, size: int) -> None:
    """Texts as measured on the real server."""
    start, end = entity["offset"], entity["offset"] + entity["length"]
    if start < 0:
        raise bad(f"receive an entity with incorrect offset {start}")
    if start > size:
        raise bad(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > size:
        raise bad(f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}")
    if entity["type"] not in _ALL:
        raise bad("can't parse MessageEntity: Unsupported type specified")


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without white space around it, as the server keeps it."""
    left = units(text) - units(text.lstrip())
    text = text.strip()
    size = units(text)
    out = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        end = min(entity["offset"] - left + entity["length"], size)
        if end > start:
            out.append({**entity, "offset": start, "length": end - start})
    return text, out


def content(text: str, entities: list[Json], caption: bool = False) -> dict[str, Any]:
    """The fields of a Message; an empty list of entities is left out, as the server does."""
    if not text:
        return {}
    names = ("caption", "caption_entities") if caption else ("text", "entities")
    return {names[0]: text, **({names[1]: entities} if entities else {})}
