"""The loggers of slack_bolt and slack_sdk, which write down requests, answers and tokens when they are let."""

import logging
import re

_DETAIL = re.compile(r"[(:{\[<].*", re.DOTALL)


class Sentences(logging.Filter):
    """Leaves of a record what the library's author wrote, and the class of an error; never what was interpolated."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, cut where the details begin."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.msg = _DETAIL.sub("", record.getMessage()).strip() + (f" ({kind})" if kind else "")
        record.args = None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def quiet() -> logging.Logger:
    """The logger to hand to the frameworks: warnings and worse only, whatever the root says, and no details."""
    logger = logging.getLogger("adapters.slack.framework")
    logger.setLevel(logging.WARNING)
    if not logger.filters:
        logger.addFilter(Sentences())
    return logger
