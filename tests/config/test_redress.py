"""The page that an answer's ``redress_url`` points to: anybody may read it, in Chinese and in English."""

import pytest
from django.test import Client


class TestRedressPage:
    @pytest.fixture
    def page(self, client: Client) -> str:
        response = client.get("/redress", headers={"host": "localhost"})
        assert response.status_code == 200
        return response.content.decode()

    @pytest.mark.law("L11", "L12", "11.18", "D7")
    def test_names_both_remedies_and_their_periods(self, page: str) -> None:
        """L11, L12: correction within fifteen days, reconsideration within ten days of service."""
        assert "申请纠正" in page
        assert "within ten days" in page

    def test_says_that_it_is_a_demonstration(self, page: str) -> None:
        assert "This is a demonstration" in page

    def test_needs_nothing_from_elsewhere(self, page: str) -> None:
        assert "src=" not in page
        assert "http" not in page
