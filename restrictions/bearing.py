"""What measures bear on a person now, compared as a check compares them, for pages that show a person their own."""

import uuid
from datetime import date

from blacklist import publication
from blacklist.law.activities import ACTIVITIES, Activity, Answer
from blacklist.law.names import Name
from restrictions.check.question import Question
from restrictions.check.rules import barring_measures
from restrictions.check.standing import Names, Standing
from restrictions.compiling import compile_measure

_NOBODY = Name("", "", False)


def barred(subject_id: uuid.UUID, *, on: date) -> frozenset[str]:
    """Return the activities that a measure bears on that day: barred, to be examined strictly, or for the court."""
    published = publication.standing_of(subject_id)
    measures = tuple(map(compile_measure, published.measures))
    standing = Standing(published.assurance, published.kind == "unit", False, None, Names(), (), measures)
    answered = (row for row in ACTIVITIES.values() if row.answer is not Answer.NOT_ANSWERED)
    return frozenset(row.code for row in answered if barring_measures(_question(row, on), standing))


def _question(activity: Activity, on: date) -> Question:
    return Question(activity, _NOBODY, None, None, on, None, None, ())
