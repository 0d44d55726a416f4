import pytest

from blacklist.law.issuers import ISSUERS, read_issuer
from blacklist.law.refusals import Refusal


class TestReadIssuer:
    @pytest.mark.parametrize(
        ("raw", "issuer"), [("CN", "CHN"), ("chn", "CHN"), (" us ", "USA"), ("D", "DEU"), ("UNO", "UNO")]
    )
    def test_gives_one_state_one_name(self, raw: str, issuer: str) -> None:
        assert read_issuer(raw) == issuer

    @pytest.mark.parametrize("raw", ["ZZ", "CHINA", "中国", "C N"])
    def test_refuses_what_is_no_issuer(self, raw: str) -> None:
        with pytest.raises(Refusal) as caught:
            read_issuer(raw)
        assert caught.value.code == "unknown-value"

    def test_refuses_nothing_as_missing(self) -> None:
        with pytest.raises(Refusal) as caught:
            read_issuer(None)
        assert caught.value.code == "field-required"

    def test_knows_the_249_countries_of_iso_3166(self) -> None:
        assert sum(len(code) == 2 for code in ISSUERS) == 249
        assert all(len(issuer) == 3 for issuer in ISSUERS.values())
