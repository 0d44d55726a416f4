"""What every view of the court API is: a table of operations, and the one call into the domain for each."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, cast

from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from blacklist.api import acts
from blacklist.api.preconditions import RECORDS, Records, require_version, tag_of
from blacklist.api.schema import CourtSchema
from blacklist.api.shapes import Input, Output
from blacklist.law.days import legal_day
from blacklist.law.duties import SENTENCES, Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, OfficerSession
from blacklist.register import snapshot, witness
from blacklist.services.idempotency import Answer, once
from blacklist.services.relation import holds

Given = Mapping[str, Any]
Condition = Callable[[Any], Q]


@dataclass(frozen=True)
class Operation:
    """One method of a view: its name in the OpenAPI, the duty it needs, what it takes and what it gives.

    ``shown_once``: the answer holds a secret, so it is not kept for a repetition of the act. ``recorded_as``: what the
    register calls the act, where that is not the first word of the name.
    """

    name: str
    duty: Duty
    takes: type[Input]
    gives: type[Output]
    answers: int = 200
    shown_once: bool = False
    recorded_as: str = ""

    @property
    def act(self) -> str:
        """Return the word of the act: an operation is named by its act and its noun, as ``lift_order``."""
        return self.recorded_as or self.name.partition("_")[0]


class HoldsDuty(BasePermission):
    """Only an officer with the operation's duty passes; the service asks again, and for the court."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether the caller is known.

        :raises Refusal: ``duty-required``.
        """
        operation = view.operations.get(request.method)
        officer = request.user
        if not isinstance(officer, Officer):
            return False
        if operation is not None and not holds(officer, operation.duty, on=legal_day(timezone.now())):
            raise Refusal("duty-required", f"This needs the duty “{operation.duty}”: {SENTENCES[operation.duty]}")
        return True


class CourtView(APIView):
    """A declaration: ``operations`` by method, ``read`` for GET, ``act`` for POST.

    ``read`` and ``act`` take what was given, the officer (``by``), the instant (``at``) and the ids in the address.
    Every act needs an Idempotency-Key and is done once for it, in one transaction with its answer; with If-Match it is
    done only on the version of the record that the caller has read. A read is one snapshot in which nothing is written,
    unless it ``is_recorded`` who read.
    """

    operations: ClassVar[Mapping[str, Operation]] = {}
    records: ClassVar[Mapping[str, Records]] = RECORDS
    is_recorded: ClassVar[bool] = False
    permission_classes = (HoldsDuty,)
    schema = CourtSchema()
    read: Callable[..., Any]
    act: Callable[..., Any]

    def __init_subclass__(cls) -> None:
        cls.http_method_names = [method.lower() for method in cls.operations]

    @property
    def session(self) -> OfficerSession:
        """Return the caller's session."""
        return cast(OfficerSession, self.request.auth)

    def get(self, request: Request, **ids: uuid.UUID) -> Response:
        """Answer a read; the ETag is the version of the record read."""
        return self._read(self.operations["GET"], query(request.query_params), ids)

    def post(self, request: Request, **ids: uuid.UUID) -> HttpResponse:
        """Do an act once, and answer it as often as it is asked for."""
        asked, at = acts.asked_by(request), timezone.now()
        given = checked(self.operations["POST"].takes, request.data)
        return acts.respond(once(asked, partial(self._done, given, ids, by=asked.by, at=at), at=at))

    def _read(self, operation: Operation, sent: Any, ids: Mapping[str, uuid.UUID]) -> Response:
        given = checked(operation.takes, sent)
        with nullcontext() if self.is_recorded else snapshot():
            found = self.read(given, by=self.request.user, at=timezone.now(), **ids)
            return Response(operation.gives(found).data, status=operation.answers, headers=tag_of(found))

    def _done(self, given: Given, ids: Mapping[str, uuid.UUID], **circumstances: Any) -> Answer:
        operation = self.operations["POST"]
        require_version(self.request, ids, self.records)
        with witness() as entries, acts.naming_the_first(operation.act, ids):
            done = self.act(given, **circumstances, **ids)
        headers = {**tag_of(done), **acts.number_of(entries)}
        body = acts.body_of(operation.gives(done).data)
        return Answer(operation.answers, body, headers, is_secret=operation.shown_once)


class Enquiry(CourtView):
    """A question that names somebody, so that it stands in a body: an address is seen by others and kept in their logs.

    It is a POST that changes nothing: a ``read`` that needs no key, and is recorded.
    """

    is_recorded = True

    def post(self, request: Request, **ids: uuid.UUID) -> Response:
        """Answer the question."""
        return self._read(self.operations["POST"], request.data, ids)


def checked(shape: type[Input], sent: Any) -> Given:
    """Return what was sent as the shape reads it.

    :raises rest_framework.exceptions.ValidationError: it does not have the shape.
    """
    if not isinstance(sent, Mapping):
        raise Refusal("wrong-type", "The body is an object.")
    read = shape(data=sent)
    read.is_valid(raise_exception=True)
    given: Given = read.validated_data
    return given


def query(parameters: QueryDict) -> dict[str, str]:
    """Return the query parameters.

    :raises Refusal: ``duplicate-key`` when one is given twice.
    """
    if any(len(values) > 1 for _, values in parameters.lists()):
        raise Refusal("duplicate-key", "Give each query parameter once.")
    return {key: str(value) for key, value in parameters.items()}


def one(rows: QuerySet[Any], key: uuid.UUID | int) -> Any:
    """Return the row with this id among those the caller may see.

    :raises Refusal: ``not-found``.
    """
    found = rows.filter(pk=key).first()
    if found is None:
        raise Refusal("not-found", "Your court has no such record.")
    return found


def matching(rows: QuerySet[Any], given: Given, *names: str, **conditions: Condition) -> QuerySet[Any]:
    """Return the rows that have all that was given.

    Each of ``names`` is a field that must have the value; each of ``conditions`` makes of the value what must hold.
    """
    for name in names:
        rows = rows.filter(**{name: given[name]}) if name in given else rows
    for name, condition in conditions.items():
        rows = rows.filter(condition(given[name])) if name in given else rows
    return rows
