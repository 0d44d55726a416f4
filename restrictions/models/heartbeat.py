"""When the database was last seen to be the one whose acts count."""

from django.db import models
from django.db.models import Q


class Heartbeat(models.Model):
    """The one row that followers commit each second where a standby may take the server's place."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_heartbeat", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.at.isoformat()
