"""The public page behind the code on a document."""

import hashlib
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blacklist.models import IssuedDocument
from blacklist.services import documents
from blacklist.web.verify import LARGEST_FILE
from tests.factories import listings, people

pytestmark = pytest.mark.django_db
HOST = {"host": "localhost"}


@pytest.fixture
def listing() -> IssuedDocument:
    """The decision of an active listing."""
    return IssuedDocument.objects.get(measure_id=listings.active().pk, kind="listing_decision")


def address(row: IssuedDocument) -> str:
    return f"/verify/{row.pk}"


class TestPage:
    def test_shows_kind_court_number_date_and_effect(self, client: Client, listing: IssuedDocument) -> None:
        response = client.get(address(listing), headers=HOST)
        page = response.content.decode()
        assert response.status_code == 200
        for said in ("失信决定书", "Decision to list", listing.court.name, listing.number, "2026-11-16", "生效中"):
            assert said in page
        assert "电子文件尚未生成" in page

    @pytest.mark.law("D5")
    def test_names_nobody(self, client: Client, listing: IssuedDocument) -> None:
        page = client.get(address(listing), headers=HOST).content.decode()
        person = listing.person
        assert person is not None
        assert person.name not in page
        assert person.documents.get().number not in page
        assert str(person.pk) not in page
        assert "有履行能力" not in page

    def test_shows_the_digest_once_the_file_is_made(self, client: Client, listing: IssuedDocument) -> None:
        _, pdf = documents.pdf_of(listing.pk, by=people.clerk())
        assert hashlib.sha256(pdf).hexdigest() in client.get(address(listing), headers=HOST).content.decode()

    def test_says_when_nothing_was_issued_under_an_id(self, client: Client) -> None:
        response = client.get(f"/verify/{uuid.uuid4()}", headers=HOST)
        assert response.status_code == 404
        assert "没有以此标识出具的文书" in response.content.decode()
        assert client.post(f"/verify/{uuid.uuid4()}", {"digest": "0" * 64}, headers=HOST).status_code == 404

    @pytest.mark.law("11.10")
    def test_is_not_kept_not_indexed_and_needs_nothing_from_elsewhere(
        self, client: Client, listing: IssuedDocument
    ) -> None:
        response = client.get(address(listing), headers=HOST)
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert not response.cookies
        page = response.content.decode()
        addresses = re.findall(r'(?:src|href|action)="([^"]*)"', page)
        assert all(found.startswith(("/", "#")) and not found.startswith("//") for found in addresses)

    def test_says_that_it_is_a_demonstration(self, client: Client, listing: IssuedDocument) -> None:
        assert "演示系统" in client.get(address(listing), headers=HOST).content.decode()

    def test_takes_no_other_method(self, client: Client, listing: IssuedDocument) -> None:
        assert client.delete(address(listing), headers=HOST).status_code == 405


class TestCompare:
    def outcome(self, client: Client, row: IssuedDocument, sent: dict[str, object]) -> str:
        response = client.post(address(row), sent, headers=HOST)
        assert response["Cache-Control"] == "no-store"
        return response.content.decode()

    def test_knows_the_file_that_was_issued(self, client: Client, listing: IssuedDocument) -> None:
        _, pdf = documents.pdf_of(listing.pk, by=people.clerk())
        file = SimpleUploadedFile("x.pdf", pdf, content_type="application/pdf")
        assert "一致：该文件就是法院出具的文件" in self.outcome(client, listing, {"file": file})
        assert "一致：该文件就是" in self.outcome(client, listing, {"digest": hashlib.sha256(pdf).hexdigest().upper()})

    def test_knows_a_file_of_which_one_byte_was_changed(self, client: Client, listing: IssuedDocument) -> None:
        _, pdf = documents.pdf_of(listing.pk, by=people.clerk())
        file = SimpleUploadedFile("x.pdf", pdf[:-1] + b"x")
        assert "不一致" in self.outcome(client, listing, {"file": file})

    def test_says_that_no_file_was_made(self, client: Client, listing: IssuedDocument) -> None:
        assert "尚未生成，任何文件" in self.outcome(client, listing, {"digest": "0" * 64})

    @pytest.mark.parametrize("sent", [{}, {"digest": ""}, {"digest": "<script>"}, {"digest": "0" * 63}])
    def test_asks_for_a_digest(self, client: Client, listing: IssuedDocument, sent: dict[str, object]) -> None:
        page = self.outcome(client, listing, sent)
        assert "请输入六十四位十六进制" in page
        assert "<script>" not in page

    def test_reads_no_file_that_is_too_large(self, client: Client, listing: IssuedDocument) -> None:
        file = SimpleUploadedFile("x.pdf", b"0" * (LARGEST_FILE + 1))
        response = client.post(address(listing), {"file": file}, headers=HOST)
        assert response.status_code == 413
        assert "文件过大" in response.content.decode()
