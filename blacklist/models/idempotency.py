"""What was answered to an act, kept so that a repetition is answered and not done."""

from django.db import models

from blacklist.models.officer import Officer


class IdempotencyRecord(models.Model):
    """The answer to one act under the key that the officer gave it.

    Written in the act's own transaction: where there is a record, the act was done; where there is none, it was not.
    So none is ever “running”, and none is left behind by a crash. ``request_digest`` (keyed) tells a repetition from
    another request; ``answer_sealed`` is null where the answer was a secret, which is shown once.
    """

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    request_digest = models.BinaryField(max_length=16)
    http_code = models.PositiveSmallIntegerField()
    answer_sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="one_act_per_officer_and_key")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.created_at:%Y-%m-%d}"
