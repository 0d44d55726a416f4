import io
import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from blacklist.law.activities import ACTIVITIES, Answer
from blacklist.law.refusals import CODES
from config import check_api
from restrictions.check.body import read_body


class TestDocument:
    def test_in_the_tree_is_the_one_the_code_makes(self) -> None:
        """After a change: ``bin/manage spectacular --validate --fail-on-warn --file openapi.yaml``."""
        made = io.StringIO()
        call_command("spectacular", validate=True, fail_on_warn=True, stdout=made)
        assert made.getvalue().strip() == (settings.BASE_DIR / "openapi.yaml").read_text().strip()

    def test_is_served_to_anyone(self, client: Client) -> None:
        answer = client.get("/openapi.json")
        assert answer.status_code == 200
        document = answer.json()
        assert document["openapi"].startswith("3.1")
        assert {"/v1/checks", "/court/v1/listings/{listing_id}/sign"} <= document["paths"].keys()

    @pytest.mark.parametrize(
        ("schema", "values"),
        [
            ("ProblemCode", set(CODES)),
            ("ActivityCode", {row.code for row in ACTIVITIES.values() if row.answer is not Answer.NOT_ANSWERED}),
        ],
    )
    def test_closes_its_lists_as_the_law_does(self, client: Client, schema: str, values: set[str]) -> None:
        schemas = client.get("/openapi.json").json()["components"]["schemas"]
        assert set(schemas[schema]["enum"]) == values


class TestExamples:
    def test_ask_what_the_endpoint_reads(self) -> None:
        assert read_body(json.dumps(check_api.EXAMPLE_CHECK).encode()).activity == "flight.business"

    def test_answer_with_every_key(self) -> None:
        keys = check_api.schemas()["AnswerOut"]["required"]
        assert all(sorted(example["value"]) == sorted(keys) for example in check_api.EXAMPLE_ANSWERS.values())
