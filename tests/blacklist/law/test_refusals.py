import re

import pytest

from blacklist.law.refusals import CODES, Refusal

NAMED_CODES = """
    identity-characters identity-obsolete-15 identity-type-mismatch identity-check-digit identity-birth-date
    identity-region identity-spreadsheet-damaged field-required unknown-value date name-masked name-empty
    name-characters case-number unknown-court date-in-future decided-before-filed signer-is-drafter not-served
    served-before-signed minor officer-not-listable ground-required unknown-ground term-required
    term-forbidden
    term-too-long period-required unknown-activity duplicate unauthenticated activity-out-of-scope
    quota-exceeded
    activity-not-answered birth-date-contradicts-number on-out-of-range list-unconfirmed list-behind
    list-rolled-back journal-unavailable overloaded wrong-type control-characters duplicate-key invalid-json
    number-range too-large too-many-fields unknown-field media-type charset invalid-encoding content-encoding
    idempotency-mismatch in-progress idempotency-key-required already-done version-conflict replay
    timezone-required number-format callback-not-allowed macro-not-allowed archive-limits malware
    other-court duty-required second-factor-stale not-found method-not-allowed wrong-state
    risk-warning-missing period-running
"""

STATUSES = {
    "unauthenticated": 401,
    "activity-out-of-scope": 403,
    "quota-exceeded": 429,
    "field-required": 400,
    "unknown-activity": 422,
    "list-unconfirmed": 503,
    "journal-unavailable": 503,
    "identity-check-digit": 422,
    "already-done": 409,
    "wrong-state": 409,
    "duty-required": 403,
    "other-court": 403,
    "signer-is-drafter": 403,
    "second-factor-stale": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "version-conflict": 412,
    "too-large": 413,
    "media-type": 415,
}


class TestCodes:
    @pytest.mark.parametrize("code", NAMED_CODES.split())
    def test_holds_every_code_the_project_may_answer(self, code: str) -> None:
        assert CODES[code].code == code

    @pytest.mark.parametrize(("code", "status"), STATUSES.items())
    def test_gives_each_its_status(self, code: str, status: int) -> None:
        assert CODES[code].status == status

    def test_writes_codes_in_kebab_case_with_a_title_and_a_place(self) -> None:
        for code, row in CODES.items():
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
            assert row.title
            assert row.places <= {"check", "court", "import"}
            assert row.places

    def test_is_a_table_without_doubles(self) -> None:
        from blacklist.law import refusals

        assert len(refusals._TABLE) == len(CODES)


class TestRefusal:
    def test_takes_its_sentence_from_the_table_when_none_is_given(self) -> None:
        refusal = Refusal("minor", article="L4")
        assert (refusal.status, refusal.detail, refusal.article) == (422, CODES["minor"].title, "L4")

    def test_keeps_the_field_it_speaks_of(self) -> None:
        assert Refusal("date", "No such day.", pointer="decided_on").pointer == "decided_on"

    def test_refuses_a_code_outside_the_list(self) -> None:
        with pytest.raises(KeyError):
            Refusal("no-such-code")

    def test_shows_only_the_code_when_printed(self) -> None:
        assert str(Refusal("name-masked", "Give the name in full.")) == "name-masked"
