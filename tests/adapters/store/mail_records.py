"""Events and messages for the tests of the mailroom."""

from datetime import timedelta

from store_records import NOW

from bot.messages import Person
from bot.traffic import Action, Event, Outgoing, Place

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LEASE = NOW + MINUTE


def event(id="E1", conversation="D0ANA", user="U0ANA", tenant="acme", **changes) -> Event:
    person = Person(tenant, changes.pop("platform", "slack"), user, "Ana")
    given = {"kind_of_place": "dm", "kind": "message", "sent_at": NOW, "text": f"text of {id}", **changes}
    return Event(id=id, person=person, conversation=conversation, **given)


def letter(id="m1", place="p1", **changes) -> Outgoing:
    given = {"tenant": "acme", "learner": "k", "platform": "slack", "kind": "reply", "body": '{"summary":"hi"}'}
    return Outgoing(**{**given, "id": id, "conversation": place, "due_at": NOW, "priority": 1, **changes})


def place(id="p1", conversation="D0ANA", **changes) -> Place:
    given = {"tenant": "acme", "platform": "slack", "kind": "dm", **changes}
    return Place(id=id, conversation=conversation, **given)


def action(token="a:AAAAAAAAAAAAAAAA", **changes) -> Action:  # noqa: S107
    given = {"tenant": "acme", "learner": "k", "place": "p1", "says": "done", "label": "Done", "group": "m1"}
    return Action(**{**given, "token": token, "expires_at": NOW + MINUTE, **changes})


def put(store, *events, at=NOW) -> list[bool]:
    """Events put, committed."""
    with store.begin() as work:
        new = work.inbox.put(events, at)
        work.commit()
    return new


def claim(store, now=NOW, limit=50, owner="w1", until=None) -> list[Event]:
    """Events claimed, committed."""
    with store.begin() as work:
        taken = work.inbox.claim(owner, now, until or now + MINUTE, limit)
        work.commit()
    return taken


def done(store, taken: Event) -> bool:
    with store.begin() as work:
        mine = work.inbox.done(taken.number, taken.attempt)
        work.commit()
    return mine


def queue(store, *messages) -> None:
    """Messages queued, committed."""
    with store.begin() as work:
        for message in messages:
            work.outbox.add(message)
        work.commit()


def take(store, now=NOW, limit=50, owner="w1", until=None, platforms=("slack", "telegram")) -> list[Outgoing]:
    """Messages claimed, committed."""
    with store.begin() as work:
        taken = work.outbox.claim(platforms, owner, now, until or now + MINUTE, limit)
        work.commit()
    return taken


def write(store, action):
    """What a function of a unit of work returns, committed."""
    with store.begin() as work:
        result = action(work)
        work.commit()
    return result


def stored(store, id="m1", tenant="acme") -> Outgoing | None:
    with store.begin() as work:
        return work.outbox.get(tenant, id)


def ids(rows) -> list[str]:
    return [row.id for row in rows]
