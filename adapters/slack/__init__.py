"""Slack, through slack_bolt and slack_sdk. Nothing else of the house knows them."""

from typing import TYPE_CHECKING

from adapters.slack.ports import Draw, FindForm, Gone, Installations, SlackSettings
from adapters.slack.sealed import Sealed

if TYPE_CHECKING:
    from adapters.slack.platform import Slack
    from adapters.wire import Holding, Put
    from bot.ports import Clock

__all__ = ["Draw", "FindForm", "Gone", "Installations", "Sealed", "SlackSettings", "open_slack"]


def open_slack(
    settings: SlackSettings,
    *,
    put: "Put",
    find_form: FindForm,
    installations: Installations | None,
    gone: Gone,
    draw: Draw,
    clock: "Clock",
    hold: "Holding | None" = None,
) -> "Slack":
    """Slack, ready to be started; the frameworks are imported only here. Raises ValueError when the settings hold
    neither a bot token nor, with `installations`, a client id. `hold` says when to listen at a socket (always, when
    this is the only process).
    """
    from adapters.slack.platform import Slack

    return Slack(
        settings,
        put=put,
        find_form=find_form,
        installations=installations,
        gone=gone,
        draw=draw,
        clock=clock,
        hold=hold,
    )
