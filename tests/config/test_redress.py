"""The page that an answer's ``redress_url`` points to: anybody may read it, in Chinese and in English."""

import re

import pytest
from django.test import Client

HOST = {"host": "localhost"}


def page(client: Client, language: str) -> str:
    client.cookies["language"] = language
    response = client.get("/redress", headers=HOST)
    assert response.status_code == 200
    assert response["Content-Language"] == language
    return response.content.decode()


class TestRedressPage:
    @pytest.mark.law("L11", "L12", "11.18", "D7")
    def test_names_both_remedies_and_their_periods(self, client: Client) -> None:
        """L11, L12: correction within fifteen days, reconsideration within ten days of service."""
        assert "申请纠正。法院应在十五日内审查" in page(client, "zh-hans")
        assert "within ten days" in page(client, "en")

    def test_says_that_it_is_a_demonstration(self, client: Client) -> None:
        assert "演示系统" in page(client, "zh-hans")
        assert "Demonstration" in page(client, "en")

    def test_needs_nothing_from_elsewhere(self, client: Client) -> None:
        addresses = re.findall(r'(?:src|href|action)="([^"]*)"', page(client, "en"))
        assert addresses
        assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)
