"""Every stored deadline that may be provisional is counted again when its year is published (T4)."""

import pytest
from django.apps import apps

from blacklist.law.deadlines import PERIODS
from blacklist.services.calendars import COLUMNS


class TestColumns:
    @pytest.mark.law("T4")
    def test_are_all_that_say_they_may_be_provisional(self) -> None:
        """Another one would be forgotten: it is one more row of ``COLUMNS``."""
        stored = {
            (model, field.name)
            for model in apps.get_app_config("blacklist").get_models()
            for field in model._meta.concrete_fields
            if field.name.endswith("is_provisional")
        }
        assert {(column.model, column.provisional) for column in COLUMNS} == stored

    def test_name_a_period_or_leave_it_to_the_row(self) -> None:
        assert all(column.period in PERIODS or hasattr(column.model, "period") for column in COLUMNS)
