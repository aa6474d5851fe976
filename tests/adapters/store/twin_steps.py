"""The steps of the twins: what comes in, what goes out, and the rest. Weighted (see `twins`)."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule
from mail_records import action, event, letter
from twins import Twins, few, mostly, offsets, owners, platforms, small, tenants, weighted

from bot.traffic import Code, Rate


class Events(Twins):
    """What comes in."""

    @rule(
        what=weighted(
            events_come=3,
            events_are_claimed=4,
            event_is_done=4,
            event_fails=2,
            time_passes=2,
            learner_joins=1,
            place_is_kept=1,
            place_changes=1,
            learner_is_forgotten=1,
            the_inbox_is_tidied=1,
        ),
        data=st.data(),
    )
    def step(self, what, data):
        getattr(self, what)(data.draw)

    def events_come(self, draw):
        given = draw(st.lists(st.tuples(st.integers(0, 20), small, small, tenants, platforms), min_size=2, max_size=6))
        events = [event(f"E{n}", f"D{d}", f"U{u}", t, platform=p, sent_at=self.now) for n, d, u, t, p in given]
        self.each(lambda work, i: work.inbox.put(events, self.now))

    def events_are_claimed(self, draw):
        owner = draw(owners)
        limit = draw(few)
        commit = draw(mostly)
        claimed = self.each(lambda work, i: work.inbox.claim(owner, self.now, self.at(60), limit), self.plain, commit)
        if commit:
            self.events += zip(*claimed, strict=True)

    def event_is_done(self, draw):
        n = draw(small)
        back = draw(mostly)
        if self.events:
            taken = self.events[-1 - n % len(self.events)]
            self.each(lambda work, i: work.inbox.done(taken[i].number, taken[i].attempt - (not back)))

    def event_fails(self, draw):
        n = draw(small)
        again = draw(st.none() | offsets)
        if self.events:
            taken = self.events[-1 - n % len(self.events)]
            at = None if again is None else self.at(again)
            self.each(lambda work, i: work.inbox.failed(taken[i].number, taken[i].attempt, "E", at))

    def the_inbox_is_tidied(self, draw):
        self.each(lambda work, i: work.inbox.release())
        self.each(lambda work, i: work.inbox.prune(self.now))

    def place_changes(self, draw):
        where = draw(small)
        tenant = draw(tenants)
        what = draw(st.sampled_from(["bury", "raise", "remove"]))

        def change(work, i):
            found = work.places.find(tenant, "slack", f"D{where}")
            if found is not None and what == "remove":
                work.places.remove(tenant, found.id)
            elif found is not None:
                work.places.bury(tenant, found.id, "gone" if what == "bury" else "")
            return found is None

        self.each(change)


class Messages(Twins):
    """What goes out."""

    @rule(
        what=weighted(
            message_is_queued=6,
            messages_are_claimed=4,
            message_goes_on=10,
            leases_lapse=2,
            time_passes=2,
            learner_joins=1,
            learner_is_forgotten=1,
            terminal=1,
            the_outbox_is_tidied=1,
        ),
        data=st.data(),
    )
    def step(self, what, data):
        getattr(self, what)(data.draw)

    def message_is_queued(self, draw):
        n = draw(st.integers(0, 40))
        where = draw(few)
        priority = draw(small)
        due = draw(offsets)
        mark = draw(st.sampled_from(["", "", "h"]))
        tenant = draw(tenants)
        platform = draw(platforms)
        learner = draw(small)
        kind = draw(st.sampled_from(["reply", "farewell"]))
        given = {"tenant": tenant, "platform": platform, "priority": priority, "replaces": mark, "kind": kind}
        message = letter(f"m{n}", f"p{where}", due_at=self.at(due), **given)
        self.each(lambda work, i: work.outbox.add(replace(message, learner=self.key(learner, i))))

    def messages_are_claimed(self, draw):
        owner = draw(owners)
        limit = draw(few)
        both = draw(st.booleans())
        commit = draw(mostly)
        wanted = ["slack", "telegram"] if both else ["slack"]
        claimed = self.each(
            lambda work, i: work.outbox.claim(wanted, owner, self.now, self.at(60), limit), self.plain, commit
        )
        if commit:
            self.messages += zip(*claimed, strict=True)

    def message_goes_on(self, draw):
        n = draw(small)
        what = draw(st.sampled_from(["sending"] * 5 + ["more", "last", "release", "fail", "again", "flag"]))
        due = draw(offsets)
        if not self.messages:
            return
        held = self.messages[-1 - n % len(self.messages)]
        calls = {
            "sending": lambda out, m: out.sending(m, self.at(60)),
            "more": lambda out, m: out.arrived(m, "r1", self.now, True),
            "last": lambda out, m: out.arrived(m, "r2", self.now, False),
            "release": lambda out, m: out.release(m, self.at(due), "rate"),
            "fail": lambda out, m: out.fail(m, "no"),
            "again": lambda out, m: out.doubt(m, "reset", True, self.at(due)),
            "flag": lambda out, m: out.doubt(m, "reset", False, self.at(due)),
        }
        self.each(lambda work, i: calls[what](work.outbox, held[i]))

    def leases_lapse(self, draw):
        owner = draw(owners)
        limit = draw(few)
        over = self.each(lambda work, i: work.outbox.lapsed(self.now, owner, self.at(60), limit), self.plain)
        self.messages += zip(*over, strict=True)

    def the_outbox_is_tidied(self, draw):
        where = draw(few)
        tenant = draw(tenants)
        self.each(lambda work, i: work.outbox.prune(self.at(-1)))
        self.each(lambda work, i: work.outbox.pause(tenant, f"p{where}", "dead"))

    def terminal(self, draw):
        where = draw(few)
        tenant = draw(tenants)
        platform = draw(platforms)
        limit = draw(few)
        what = draw(st.sampled_from(["take", "requeue"]))
        place = (tenant, platform, f"p{where}")
        if what == "take":
            self.each(lambda work, i: work.outbox.take(*place, self.now, limit), self.plain)
        else:
            self.each(lambda work, i: work.outbox.requeue(*place))
            self.each(lambda work, i: work.outbox.sent(tenant, f"m{limit}", self.now))


class Others(Twins):
    """Buttons, codes, accounts, rates and leases."""

    @rule(
        what=weighted(
            learner_joins=3,
            buttons=2,
            codes=2,
            code_is_redeemed=1,
            accounts_move=1,
            place_is_kept=2,
            time_passes=2,
            a_slot_is_reserved=4,
            a_rate_is_paused=1,
            a_lease_is_wanted=3,
            learner_is_forgotten=1,
        ),
        data=st.data(),
    )
    def step(self, what, data):
        getattr(self, what)(data.draw)

    def buttons(self, draw):
        n = draw(small)
        group = draw(small)
        learner = draw(small)
        seconds = draw(offsets)
        made = action(f"a:{n}", group=f"m{group}", expires_at=self.at(seconds))
        self.each(lambda work, i: work.actions.add([replace(made, learner=self.key(learner, i))]))
        self.each(lambda work, i: work.actions.spend("acme", f"m{n}", "Done"))
        self.each(
            lambda work, i: work.actions.find("acme", f"a:{group}"),
            lambda i, a: a and (a.spent, a.group, a.expires_at, self.who(i, a.learner)),
        )
        self.each(lambda work, i: work.actions.prune(self.at(-60)))

    def codes(self, draw):
        n = draw(small)
        learner = draw(small)
        seconds = draw(offsets)
        code = Code(f"c{n}", "acme", "", self.at(seconds))
        self.each(lambda work, i: work.accounts.offer(replace(code, learner=self.key(learner, i))))
        self.each(lambda work, i: work.accounts.tried("acme", self.key(learner, i), self.now, 3))

    def code_is_redeemed(self, draw):
        n = draw(small)
        # two learners with the same digest: which one is first depends on their random keys
        self.each(lambda work, i: work.accounts.redeem("acme", f"c{n}", self.now), lambda i, key: key is None)

    def accounts_move(self, draw):
        one = draw(small)
        other = draw(small)
        self.each(lambda work, i: work.accounts.move("acme", self.key(one, i), self.key(other, i)))

    def a_slot_is_reserved(self, draw):
        keys = draw(st.lists(small, max_size=3))
        burst = draw(few)
        per_second = draw(st.sampled_from([0.3, 1, 30]))
        rates = [Rate(f"k{key}", per_second, burst) for key in keys]
        self.each(lambda work, i: work.limits.reserve(rates, self.now))

    def a_rate_is_paused(self, draw):
        key = draw(small)
        seconds = draw(offsets)
        self.each(lambda work, i: work.limits.pause(f"k{key}", self.at(seconds)))

    def a_lease_is_wanted(self, draw):
        name = draw(small)
        owner = draw(owners)
        gives = draw(st.booleans())
        self.each(lambda work, i: work.limits.lease(f"n{name}", owner, self.now, self.at(30)))
        if gives:
            self.each(lambda work, i: work.limits.let_go(f"n{name}", owner))
