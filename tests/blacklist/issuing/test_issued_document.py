"""What was issued stays as it was issued."""

import pytest
from django.db import IntegrityError, connection

from blacklist.documents.rendering import render
from blacklist.models import IssuedDocument
from tests.factories import listings as listing_factory

pytestmark = pytest.mark.django_db


class TestIssuedDocument:
    @pytest.mark.law("L13")
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE blacklist_issueddocument SET number = 'x'",
            "UPDATE blacklist_issueddocument SET content_sealed = '\\x00'",
            "DELETE FROM blacklist_issueddocument",
            "TRUNCATE blacklist_issueddocument",
        ],
    )
    def test_stays_as_it_was_issued(self, change: str) -> None:
        listing_factory.signed()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(IntegrityError, match="stays as it was issued"):
                cursor.execute(change)

    def test_takes_its_pdf_once(self) -> None:
        row = IssuedDocument.objects.get(measure_id=listing_factory.signed().pk)
        row.seal_pdf(render(row.content))
        row.save()
        row.seal_pdf(b"%PDF-1.7 another")
        with pytest.raises(IntegrityError, match="stays as it was issued"):
            row.save()
