"""纳入失信被执行人名单: one debtor on the list in one case."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from blacklist.law.lifecycle import ListingState
from blacklist.models.decision import Effect, Measure
from blacklist.models.person import Person

LIVE_LISTING_STATES = (
    ListingState.PROPOSED,
    ListingState.SIGNED,
    ListingState.GRACE,
    ListingState.ACTIVE,
    ListingState.PAUSED,
)
RUNNING_LISTING_STATES = (ListingState.SIGNED, ListingState.GRACE, ListingState.ACTIVE, ListingState.PAUSED)
ENDED_BY_AN_ACT = (ListingState.REMOVED, ListingState.REVOKED, ListingState.CLOSED)
LISTED = (ListingState.ACTIVE, ListingState.PAUSED)
IN_EFFECT_LISTING_STATES = (ListingState.ACTIVE,)


class Listing(Measure, Effect):
    """A listing decision and its effect.

    Its life, with the duty that moves it on: ``proposed`` (propose) → ``signed`` by the president (sign), served
    (serve, stays signed), perhaps held back in ``grace`` (G15) → ``active`` once published (publish) → ``removed`` (a
    right listing ends, L10), ``revoked`` (a wrong one is undone, L9) or ``expired`` (the term ran out). The president
    may have ``refused`` the draft; what is performed before it was public is ``closed``. ``paused`` it has no effect
    while a request for correction is examined (relieve). The term runs from the decision, or from the end of grace;
    outside the court it has effect from publication, though nobody sees one ``withheld_on`` (J13). After signing only
    these acts change the row.
    """

    debtor = models.ForeignKey(Person, verbose_name="失信被执行人", on_delete=models.PROTECT, related_name="listings")
    state = models.CharField("状态", max_length=12, choices=[(s.value, s.value) for s in ListingState])
    grounds = ArrayField(models.PositiveSmallIntegerField(), verbose_name="失信情形")
    published_on = models.DateField("发布日期", null=True)
    withheld_on = models.DateField("决定不予公开日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "失信名单"
        indexes = [
            models.Index(fields=["proposed_at", "id"], name="listings_by_proposal"),
            models.Index(fields=["decided_on"], name="listings_by_decision", condition=Q(decided_on__isnull=False)),
            models.Index(fields=["ended_on"], name="listings_by_end", condition=Q(ended_on__isnull=False)),
            models.Index(
                fields=["in_force_until"],
                name="listings_to_run_out",
                condition=Q(state__in=[state.value for state in RUNNING_LISTING_STATES]),
            ),
        ]
        constraints = [
            *Measure.Meta.constraints,
            *Effect.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "debtor"],
                name="one_live_listing_per_debtor_and_case",
                condition=Q(state__in=[state.value for state in LIVE_LISTING_STATES]),
            ),
            models.CheckConstraint(
                name="active_listing_is_served_and_published",
                condition=~Q(state=ListingState.ACTIVE.value)
                | (Q(served_on__isnull=False) & Q(in_force_from__isnull=False))
                & (Q(published_on__isnull=False) | Q(withheld_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="withheld_listing_is_not_published",
                condition=Q(withheld_on__isnull=True) | Q(published_on__isnull=True),
            ),
            models.CheckConstraint(
                name="listing_in_grace_knows_its_end",
                condition=~Q(state=ListingState.GRACE.value) | Q(grace_until__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_listing_has_an_end",
                condition=~Q(state__in=[state.value for state in ENDED_BY_AN_ACT]) | Q(ended_on__isnull=False),
            ),
            models.CheckConstraint(name="listing_has_a_ground", condition=~Q(grounds=[])),
        ]

    def __str__(self) -> str:
        return self.decision_number or str(self.id)
