from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from blacklist.law.activities import ACTIVITIES
from blacklist.law.refusals import Refusal
from restrictions.check.gate import Caller, admit
from restrictions.check.tokens import AUDIENCE, CURRENT, ISSUER, PREVIOUS, Claims, Tokens, key_of, token_secrets
from tests.restrictions.check.laboratory import Laboratory, question, told

SECRET, OTHER = b"t" * 32, b"o" * 32
NOW_MS = 1_795_313_111_204
CREDENTIAL_ID = b"credential-of-ga"  # of the laboratory's gateway
LIFE = {"iat": NOW_MS // 1000, "exp": NOW_MS // 1000 + 600}


def claims(**changes: Any) -> dict[str, Any]:
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": b"gateway---------".hex(),
        "client_id": CREDENTIAL_ID.hex(),
        "scope": "flight.business flight.first",
        "jti": "one",
        **LIFE,
        **changes,
    }


def token(*, key: ECKey | None = None, header: dict[str, Any] | None = None, **changes: Any) -> str:
    signer = key or key_of(SECRET)
    head = {"alg": "ES256", "kid": key_of(SECRET).thumbprint(), "typ": "at+jwt", **(header or {})}
    return jwt.encode(head, claims(**changes), signer)


def read(sent: str, *, known: bool = True, now_ms: int = NOW_MS, secrets: tuple[bytes, ...] = (SECRET,)) -> Any:
    return Tokens(secrets).read(sent, is_known=lambda id: known and id == CREDENTIAL_ID, now_ms=now_ms)


def encoded(value: object) -> str:
    return urlsafe_b64encode(msgspec.json.encode(value)).rstrip(b"=").decode()


def forged() -> dict[str, str]:
    good = token()
    head, body, signature = good.split(".")
    public = key_of(SECRET).as_pem(private=False)
    symmetric = OctKey.import_key(public.decode().replace("-----", "").encode())
    return {
        "another key": token(key=key_of(OTHER)),
        "an unknown kid": token(header={"kid": "x"}),
        "no kid": jwt.encode({"alg": "ES256", "typ": "at+jwt"}, claims(), key_of(SECRET)),
        "another type": token(header={"typ": "JWT"}),
        "no algorithm": f"{encoded({'alg': 'none', 'kid': key_of(SECRET).thumbprint(), 'typ': 'at+jwt'})}.{body}.",
        "the public key as a shared secret": jwt.encode(
            {"alg": "HS256", "kid": key_of(SECRET).thumbprint(), "typ": "at+jwt"}, claims(), symmetric
        ),
        "other claims": f"{head}.{encoded(claims(scope='hotel.star_rated'))}.{signature}",
        "no signature": f"{head}.{body}.",
        "half a signature": good[:-40],
        "a header that lists": f"{encoded(['ES256'])}.{body}.{signature}",
        "claims that are text": f"{head}.{encoded('x')}.{signature}",
        "nothing between its dots": "................"[:2] * 8,
        "what is no base64": f"!!!.{body[:-1]}!.{signature}",
        "another issuer": token(iss="urn:somebody"),
        "another audience": token(aud="urn:somebody"),
        "no expiry": token(exp=None),
        "an expiry in words": token(exp="tomorrow"),
        "a credential that is no id": token(client_id="x"),
    }


class TestRead:
    def test_says_what_a_good_token_says(self) -> None:
        found = read(token())
        assert isinstance(found, Claims)
        assert (found.credential, found.scope) == (CREDENTIAL_ID, "flight.business flight.first")

    @pytest.mark.parametrize("what", sorted(forged()))
    def test_refuses_one_with(self, what: str) -> None:
        assert read(forged()[what]) is None

    def test_refuses_one_that_has_run_out(self) -> None:
        assert read(token(), now_ms=NOW_MS + 599_000) is not None
        assert read(token(), now_ms=NOW_MS + 601_000) is None

    def test_refuses_one_whose_credential_is_gone_before_it_looks_at_the_signature(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Tokens, "_is_signed", lambda self, token: pytest.fail("verified"))
        assert read(token(), known=False) is None

    def test_verifies_a_signature_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        tokens, sent = Tokens((SECRET,)), token()
        assert tokens.read(sent, is_known=lambda id: True, now_ms=NOW_MS) is not None
        monkeypatch.setattr(Tokens, "_is_signed", lambda self, token: pytest.fail("verified again"))
        assert tokens.read(sent, is_known=lambda id: True, now_ms=NOW_MS) is not None
        assert tokens.read(sent, is_known=lambda id: True, now_ms=NOW_MS + 601_000) is None

    def test_takes_the_previous_key_until_it_is_taken_away(self) -> None:
        old = token(key=key_of(OTHER), header={"kid": key_of(OTHER).thumbprint()})
        assert read(old, secrets=(SECRET, OTHER)) is not None
        assert read(old) is None


class TestTokenSecrets:
    def test_are_the_current_and_the_previous_one(self, tmp_path: Path) -> None:
        assert token_secrets(tmp_path) == ()
        (tmp_path / PREVIOUS).write_text(OTHER.hex())
        (tmp_path / CURRENT).write_text(SECRET.hex())
        assert token_secrets(tmp_path) == (SECRET, OTHER)


class TestIdentify:
    @pytest.fixture
    def laboratory(self, tmp_path: Path) -> Laboratory:
        return Laboratory(tmp_path, options={"token_secrets": (SECRET,)})

    def caller(self, laboratory: Laboratory, sent: str) -> Caller | None:
        return laboratory.node.moment([f"Bearer {sent}"]).caller

    def test_knows_an_institution_by_a_token_and_asks_no_more_than_its_scope(self, laboratory: Laboratory) -> None:
        caller = self.caller(laboratory, token())
        assert caller is not None
        assert (caller.institution, caller.until_ms) == (b"gateway---------", LIFE["exp"] * 1000)
        admit(caller, ACTIVITIES["flight.first"])
        with pytest.raises(Refusal, match="activity-out-of-scope"):
            admit(caller, ACTIVITIES["hotel.star_rated"])

    def test_answers_it_until_it_runs_out(self, laboratory: Laboratory) -> None:
        sent = token()
        assert told(laboratory.ask(question(), credential=sent))["decision"] == "restricted"
        laboratory.now = laboratory.now.fromtimestamp(LIFE["exp"], laboratory.now.tzinfo)
        assert laboratory.ask(question(), credential=sent).status == 401
        laboratory.close()

    def test_records_the_credential_it_was_given_for(self, laboratory: Laboratory) -> None:
        laboratory.ask(question(), credential=token())
        assert [record.credential for record in laboratory.records()] == [CREDENTIAL_ID]

    def test_takes_the_id_of_a_credential_for_nothing(self, laboratory: Laboratory) -> None:
        for sent in (CREDENTIAL_ID.hex(), CREDENTIAL_ID.decode(), f"..{CREDENTIAL_ID.decode()}"):
            assert self.caller(laboratory, sent) is None

    def test_knows_no_token_where_none_are_offered(self, tmp_path: Path) -> None:
        assert self.caller(Laboratory(tmp_path), token()) is None
