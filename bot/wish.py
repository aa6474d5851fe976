"""A wish as understood so far: what the planner needs, slot by slot. None means not said."""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Wish:
    """Slots of a wish. `roles` are occupation ids, "credential:ID" or "skill:ID".

    `role_text` holds words for a role that nothing fits exactly, `role_options` the ids that it may mean,
    `about` what is left of the sentence without its other slots.
    `by` is exclusive; `no_deadline` and `no_limit` were said in words. `current` is the role the
    person has now; `absent` are credentials that were said not to be held.
    """

    roles: tuple[str, ...] = ()
    role_text: str = ""
    role_options: tuple[str, ...] = ()
    about: str = ""
    current: str | None = None
    by: date | None = None
    by_said: str = ""
    by_other: date | None = None
    no_deadline: bool = False
    hours: float | None = None
    cents: int | None = None
    currency: str | None = None
    no_limit: bool = False
    held: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    skills: dict[str, int] = field(default_factory=dict)
    excluded: tuple[str, ...] = ()
    excluded_issuers: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    language: str | None = None
    country: str | None = None
    experience: float | None = None
    zone: str | None = None

    def said(self) -> tuple[str, ...]:
        """The names of the slots that carry something."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self) if f.name != "about")
        return tuple(n for n, v in values if v is not None and v is not False and v not in ("", (), {}))

    def merged(self, later: "Wish") -> "Wish":
        """This wish with what `later` says on top; lists grow, the rest is replaced."""
        changes: dict[str, Any] = {name: getattr(later, name) for name in later.said()}
        changes["about"] = later.about or self.about
        for name in ("held", "absent", "excluded", "excluded_issuers", "locked", "only"):
            if name in changes:
                changes[name] = tuple(dict.fromkeys((*getattr(self, name), *changes[name])))
        if "skills" in changes:
            changes["skills"] = {**self.skills, **later.skills}
        if "by" in changes or later.no_deadline:
            changes |= {"by_other": later.by_other, "no_deadline": later.no_deadline, "by": later.by}
        if later.cents is not None or later.no_limit:
            changes |= {"no_limit": later.no_limit, "cents": later.cents}
            changes.setdefault("currency", self.currency)
            if later.no_limit or later.cents:
                changes["only"] = tuple(
                    f for f in changes.get("only", self.only) if f != "free" or "free" in later.only
                )
        if later.roles or later.role_text or later.role_options:
            if not later.roles:
                changes["roles"] = ()
            text = "" if later.roles else later.role_text
            changes |= {"role_text": text, "role_options": () if later.roles else later.role_options}
        dropped = set(changes.get("held", self.held)) | set(changes.get("excluded", self.excluded))
        merged = replace(self, **changes)
        return replace(
            merged,
            locked=tuple(c for c in merged.locked if c not in dropped),
            excluded=tuple(c for c in merged.excluded if c not in later.locked),
            held=tuple(c for c in merged.held if c not in later.absent),
            absent=tuple(c for c in merged.absent if c not in later.held),
        )


def wish_to(wish: Wish) -> dict[str, Any]:
    """Plain JSON values; only what was said."""
    value = {k: v for k, v in asdict(wish).items() if k in wish.said()}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in value.items()}


def wish_from(value: dict[str, Any]) -> Wish:
    """What `wish_to` wrote."""
    out: dict[str, Any] = {}
    for key, content in value.items():
        if key in {"by", "by_other"}:
            out[key] = date.fromisoformat(content)
        else:
            out[key] = tuple(content) if isinstance(content, list) else content
    return Wish(**out)
