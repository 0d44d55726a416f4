"""What is published of a listing, as an officer enters it in the Supreme Court's list (L6, L7)."""

import uuid
from datetime import datetime

from rest_framework import serializers

from blacklist import particulars, selectors
from blacklist.api.shapes import Named, NothingIn, Output
from blacklist.api.views import CourtView, Given, Operation, one
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.particulars import Published
from blacklist.models import Officer, Sex


class ParticularsOut(Output):
    """A closed list. Sex and age are a natural person's, the representative a unit's; numbers in texts are masked."""

    name = serializers.CharField()
    sex = Named(Sex.choices)
    age = serializers.IntegerField(allow_null=True)
    masked_number = serializers.CharField()
    legal_representative = serializers.CharField(
        allow_null=True, help_text="Whom an order in the case restricts as one."
    )
    court = serializers.CharField()
    province = serializers.CharField(allow_null=True)
    basis_number = serializers.CharField()
    basis_issuer = serializers.CharField()
    filed_on = serializers.DateField()
    case_number = serializers.CharField()
    obligation = serializers.CharField()
    performance = serializers.CharField(allow_null=True, help_text="Null where the decision does not state it.")
    conduct = serializers.CharField(help_text="The grounds in the words of the law, never the facts found.")
    published_on = serializers.DateField()


class ListingParticulars(CourtView):
    operations = {"GET": Operation("get_listing_particulars", Duty.READ, takes=NothingIn, gives=ParticularsOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Published:
        """Show what is published of a listing, and nothing else; only while it is published."""
        return particulars.published(one(selectors.listings_of(by), listing_id), on=legal_day(at))
