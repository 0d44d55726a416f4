"""An act as the document that it issues needs it, and where that document belongs."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blacklist.documents.parts import Content
from blacklist.law.lifecycle import Act
from blacklist.models import EnforcementCase, Officer, Person, RestrictedPerson


@dataclass(frozen=True)
class Doing:
    """One act; ``persons`` are its subjects by id, ``rows`` those of an order that it concerns."""

    act: Act
    by: Officer
    at: datetime
    reason: str
    note: str
    persons: Mapping[uuid.UUID, Person]
    rows: Sequence[RestrictedPerson] = ()

    @property
    def person(self) -> Person:
        """Return the only subject of the act."""
        [person] = self.persons.values()
        return person


@dataclass(frozen=True)
class Place:
    """Where a document belongs: the court that issues it, the case, the measure, the request it answers.

    ``to``: whom it goes to, where that is not the subject of the act.
    """

    court_code: str
    case: EnforcementCase | None = None
    measure_id: uuid.UUID | None = None
    matter_id: uuid.UUID | None = None
    to: uuid.UUID | None = None


# What a record's act issues; None where nothing had been issued that it could be about.
Builder = Callable[[Any, Doing], Content | None]
Builders = Mapping[tuple[type, Act], Builder]
