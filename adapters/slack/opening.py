"""Forms as windows: opened while the trigger is good (3 seconds), checked before they close."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.slack.api import Api
from adapters.slack.grants import Grant
from adapters.slack.modal import modal
from adapters.slack.ports import FindForm
from adapters.slack.seen import Opening
from adapters.wire import Failure
from bot import forms
from bot.messages import FormAnswer
from bot.traffic import Event

PATIENCE = 2.5  # seconds of the trigger's 3


@dataclass(frozen=True, slots=True)
class Windows:
    """Opens forms."""

    api: Api
    find: FindForm

    async def open(self, grant: Grant, opening: Opening) -> Event | None:
        """None once the window is open; else what to put into the inbox, so that the bot offers it in a message."""
        event = opening.event
        if opening.token:
            form = await asyncio.to_thread(self.find, grant.tenant, opening.token)
        else:
            form = forms.blank(opening.name)
            event = replace(event, text=form.says) if form else replace(event, text="help")
        if form is None:
            return event
        sent = {"trigger_id": opening.trigger, "view": modal(form, opening.token, opening.values)}
        try:
            await asyncio.wait_for(self.api.call(grant.token, "views.open", sent), PATIENCE)
        except (Failure, TimeoutError):  # most likely the trigger is over
            return event
        return None


def faults(form: FormAnswer, now: datetime) -> dict[str, str]:
    """What is wrong with a form, by field; Slack shows only what belongs to a field that it has.

    Whose window it is, and with it the day there, is not known yet: the earliest date that it is anywhere counts.
    """
    found = forms.validate(form, (now - timedelta(hours=12)).date())
    fields = list(form.values)
    return {name if name in form.values or not fields else fields[0]: text for name, text in found.items()}
