"""The number that every change of institutions or credentials takes, so that check nodes can follow."""

from django.db import connection

from blacklist.publication import CHANNEL
from restrictions.models import DirectoryHead


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
