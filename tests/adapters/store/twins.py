"""Machines that do the same to several stores, step by step, and compare what they say.

Each has one rule that chooses among weighted steps: what goes wrong needs several of the right ones in a row, and with
many rules Hypothesis leaves some of them out of each run.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from mail_records import place
from store_records import NOW

from bot.errors import CredpathError
from bot.messages import Person
from bot.traffic import Event, Outgoing

small = st.integers(0, 3)
few = st.integers(1, 4)
mostly = st.sampled_from([True] * 5 + [False])
owners = st.sampled_from(["w1", "w2"])
platforms = st.sampled_from(["slack"] * 4 + ["telegram"])
tenants = st.sampled_from(["acme"] * 4 + ["other"])
offsets = st.sampled_from([-60, -1, 0, 1, 30])


def weighted(**steps):
    """One of these names, as often as its number says."""
    return st.sampled_from([name for name, weight in steps.items() for _ in range(weight)])


class Twins(RuleBasedStateMachine):
    """What differs between stores (numbers, random ids) is kept side by side."""

    def __init__(self, stores):
        super().__init__()
        self.stores, self.now = stores, NOW
        self.events, self.messages, self.learners = [], [], []  # each a tuple with one value a store

    def each(self, call, same=lambda store, value: value, commit=True):
        """Do it to every store, in a unit of work, and compare; returns one result a store."""
        results, shown = [], []
        for i, store in enumerate(self.stores):
            with store.begin() as work:
                try:
                    result = call(work, i)
                    shown.append(same(i, result))
                except (CredpathError, ValueError) as error:
                    result = type(error)
                    shown.append(result)
                else:
                    if commit:
                        work.commit()
            results.append(result)
        assert all(one == shown[0] for one in shown), shown
        return tuple(results)

    def at(self, seconds):
        return self.now + timedelta(seconds=seconds)

    def plain(self, i, value):
        """A result without what is random: numbers, places and keys of learners."""
        match value:
            case list():
                return [self.plain(i, item) for item in value]
            case Event():
                return replace(value, number=0, place="")
            case Outgoing():
                return replace(value, learner=str(self.who(i, value.learner)))
            case _:
                return value

    def who(self, i, key):
        return next((n for n, keys in enumerate(self.learners) if keys[i] == key), key)

    def key(self, n, i):
        return self.learners[n % len(self.learners)][i] if self.learners else "nobody"

    def time_passes(self, draw):
        seconds = draw(st.sampled_from([1, 20, 60, 3600]))
        self.now = self.at(seconds)

    def learner_joins(self, draw):
        n = draw(small)
        tenant = draw(tenants)
        added = self.each(lambda work, i: work.learners.add(Person(tenant, "slack", f"U{n}")), lambda i, r: r.version)
        if not isinstance(added[0], type):
            self.learners.append(tuple(record.key for record in added))

    def learner_is_forgotten(self, draw):
        learner = draw(small)
        tenant = draw(tenants)
        self.each(lambda work, i: work.learners.forget(tenant, self.key(learner, i)))

    def place_is_kept(self, draw):
        n = draw(small)
        where = draw(small)
        learner = draw(small)
        given = draw(st.booleans())
        self.each(
            lambda work, i: work.places.keep(
                place(f"p{n}", f"D{where}", learner=self.key(learner, i) if given else None)
            ),
            self.where,
        )

    @invariant()
    def all_say_the_same(self):
        def says(work, i):
            counts = work.inbox.waiting(), work.outbox.waiting(), work.outbox.oldest(self.now)
            return counts, self.plain(i, work.outbox.doubtful(None, 9))

        self.each(says)

    def teardown(self):
        def everything(work, i):
            return [
                [
                    [self.plain(i, work.outbox.get(tenant, f"m{n}")) for n in range(41)],
                    [self.where(i, work.places.find(tenant, "slack", f"D{n}")) for n in range(4)],
                    [work.accounts.of(tenant, keys[i]) for keys in self.learners],
                    [[self.where(i, p) for p in work.places.of(tenant, keys[i])] for keys in self.learners],
                ]
                for tenant in ("acme", "other")
            ]

        self.each(everything)

    def where(self, i, found):
        return found and (found.conversation, found.kind, found.dead, self.who(i, found.learner))
