"""The same server without recognising people: a document alone is looked up, and one form of the name compared."""

from datetime import date
from unittest import mock

from benchmarks.served import Measured
from blacklist.law.forms import Level
from config import server
from restrictions.check import node, rules
from restrictions.check.index import View
from restrictions.check.keys import Keys
from restrictions.check.question import Question
from restrictions.check.recognition import NOBODY, SAME, holds
from restrictions.check.rules import Decision, Found, Match


class ByNumber(node.Node):
    """Finds nobody by name and birth date, knows no other spelling and keeps no sighting: as it was before."""

    def _decide(self, put: Question, view: View, today: date) -> tuple[Decision, bytes | None, bytes | None]:
        document = put.document
        if document is None:
            return rules.decide(put, NOBODY, today=today), None, None
        key = self._keys.document(family=document.family, number=document.number, issuer=document.issuer)
        same = self._keys.name(SAME, put.name.key)
        found = [
            Match(subject, standing, Level.SAME if holds(standing.names.forms, same) else Level.OTHER)
            for subject, standing in view.find(key)
        ]
        return rules.decide(put, Found(tuple(found)), today=today), key, None


def _no_sighting(put: Question, keys: Keys) -> None:
    return None


mock.patch.object(server, "Node", ByNumber).start()
mock.patch.object(node, "sighting", new=_no_sighting).start()
app = Measured()
