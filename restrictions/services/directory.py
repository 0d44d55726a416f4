"""The number that every change of institutions or credentials takes, and the record of who changed what.

Check nodes follow by that number, so what is not entered here reaches no node.
"""

from dataclasses import dataclass

from django.db import connection

from blacklist.publication import CHANNEL
from restrictions.models import Credential, DirectoryAct, DirectoryActKind, DirectoryHead, Institution


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an officer of the court, or what acts without one. Whether it may is asked before it comes here."""

    name: str
    id: str = ""


OPERATOR = Actor("operator")  # at a shell of the machine
SYSTEM = Actor("system")  # by rule, such as a notice withdrawn


def next_version() -> int:
    """Take the directory's next version; call it inside the transaction of the change, just before writing.

    The head's lock is held to the end of the transaction, so the order of versions is the order of commits. Followers
    are woken on commit; a lost wake-up costs them one poll.
    """
    head, _ = DirectoryHead.objects.select_for_update().get_or_create(pk=1)
    head.version += 1
    head.save(update_fields=["version"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return head.version


def enter(
    kind: DirectoryActKind,
    institution: Institution,
    *,
    by: Actor,
    credential: Credential | None = None,
    note: str = "",
) -> None:
    """Record the act under the version that its row has just taken; the last step of each act."""
    DirectoryAct.objects.create(
        version=institution.version if credential is None else credential.version,
        kind=kind,
        institution=institution,
        credential=credential,
        actor_id=by.id,
        actor_name=by.name,
        note=note,
    )
