"""What the tests say first, and what is stored after it."""

from adapters.console.talk import Talk
from bot.records import LearnerRecord
from bot.turn import Dialogue

WISH = "I want to be a data analyst by September, 5 hours a week, 300 dollars"


def record(talk: Talk) -> LearnerRecord:
    """The learner's record as stored."""
    with talk.store.begin() as work:
        found = work.learners.find(talk.person)
    assert found is not None
    return found


def dialogue(talk: Talk) -> Dialogue:
    """The open dialogue as stored."""
    mine = record(talk)
    with talk.store.begin() as work:
        return Dialogue.from_json(work.dialogues.load(mine.tenant, mine.key, talk.person.id))
