"""Entering by an identity provider: what it must have signed, for this session and no other."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from blacklist.models import Person
from config.record import identity_provider
from config.record.fetching import NotFetched, fetch
from tests.config.record.entering import HOST, NOT_ON_FILE
from tests.factories import listings

pytestmark = pytest.mark.django_db
ISSUER = "https://identity.example"
SETTINGS: dict[str, Any] = {
    "issuer": ISSUER,
    "client_id": "register",
    "client_secret": "kept between the two",
    "name": "统一身份认证",
    "scope": "openid",
    "type_claim": "document_type",
    "number_claim": "document_number",
    "acr": ("high",),
}


@dataclass
class Fake:
    """A provider in this process: it signs in whoever ``number`` is, and checks what it is asked with."""

    number: str
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1"}))
    says: dict[str, Any] = field(default_factory=dict)
    signs_with: Any = None
    nonce: str = ""
    challenge: str = ""

    def fetch(
        self, address: str, *, form: Mapping[str, str] | None = None, user: tuple[str, str] | None = None
    ) -> dict[str, Any]:
        if address == f"{ISSUER}/.well-known/openid-configuration":
            paths = {"authorization_endpoint": "/sign-in", "token_endpoint": "/token", "jwks_uri": "/keys"}
            return {"issuer": ISSUER, **{name: ISSUER + path for name, path in paths.items()}}
        if address == f"{ISSUER}/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        assert (address, user) == (f"{ISSUER}/token", ("register", "kept between the two"))
        assert form is not None
        digest = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if form["code"] != "good" or digest != self.challenge:
            raise NotFetched("the answer was 400")
        return {"id_token": self.token()}

    def token(self) -> str:
        now = int(timezone.now().timestamp())
        claims = {"iss": ISSUER, "aud": "register", "sub": "7", "iat": now, "exp": now + 60, "nonce": self.nonce}
        said = {"document_type": "resident_id", "document_number": self.number, "acr": "high", **self.says}
        signer = self.signs_with or self.key
        header = {"alg": "HS256" if isinstance(signer, OctKey) else "ES256", "kid": "1"}
        return jwt.encode(header, {**claims, **said}, signer, algorithms=["ES256", "HS256"])


@pytest.fixture
def listed() -> Person:
    person: Person = listings.active().debtor
    return person


@pytest.fixture
def fake(listed: Person, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Fake:
    settings.RECORD_OIDC = SETTINGS
    made = Fake(str(listed.documents.get().number))
    monkeypatch.setattr(identity_provider, "fetch", made.fetch)
    return made


def begin(client: Client, fake: Fake) -> dict[str, list[str]]:
    """Go to the provider, which remembers what it was asked."""
    address = urlsplit(client.get("/my-record/sign-in", headers=HOST)["Location"])
    asked = parse_qs(address.query)
    fake.nonce, fake.challenge = asked["nonce"][0], asked["code_challenge"][0]
    return asked


def come_back(client: Client, fake: Fake, **changes: str) -> Any:
    said = {"code": "good", "state": begin(client, fake)["state"][0], **changes}
    return client.get("/my-record/signed-in", said, headers=HOST, follow=True)


class TestSignIn:
    @pytest.mark.parametrize("address", ["/my-record/sign-in", "/my-record/signed-in"])
    def test_is_not_there_by_itself(self, client: Client, address: str) -> None:
        assert client.get(address, headers=HOST).status_code == 404
        assert "identity provider" not in client.get("/my-record/code", headers=HOST).content.decode()

    def test_asks_for_one_answer_that_nobody_else_can_use(self, client: Client, fake: Fake) -> None:
        asked = begin(client, fake)
        assert asked["redirect_uri"] == ["http://localhost/my-record/signed-in"]
        assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
        assert (asked["client_id"], asked["scope"], asked["acr_values"]) == (["register"], ["openid"], ["high"])
        assert begin(client, fake)["state"] != asked["state"]

    @pytest.mark.usefixtures("fake")
    def test_is_offered_beside_the_code(self, client: Client) -> None:
        page = client.get("/my-record/code", headers=HOST).content.decode()
        assert "统一身份认证" in page
        assert 'name="code"' in page

    def test_says_so_when_the_provider_is_away(
        self, client: Client, fake: Fake, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(address: str, **how: Any) -> dict[str, Any]:
            raise NotFetched("no answer: TimeoutError")

        monkeypatch.setattr(identity_provider, "fetch", away)
        answer = client.get("/my-record/sign-in", headers=HOST)
        assert answer.status_code == 422
        assert "did not succeed" in answer.content.decode()


class TestSignedIn:
    def test_opens_the_record_of_who_holds_the_document(self, client: Client, fake: Fake, listed: Person) -> None:
        page = come_back(client, fake).content.decode()
        assert f"The record of {listed.name}" in page
        assert fake.number not in page

    def test_tells_who_is_not_on_file_that_nothing_is_recorded(self, client: Client, fake: Fake) -> None:
        fake.number = NOT_ON_FILE
        assert "Nothing is recorded" in come_back(client, fake).content.decode()

    @pytest.mark.parametrize(
        "says",
        [
            {"iss": "https://other.example"},
            {"aud": "somebody else"},
            {"aud": ["register", "other"], "azp": "other"},
            {"exp": 1},
            {"iat": 4_000_000_000},
            {"nonce": "of another sign-in"},
            {"acr": "low"},
            {"document_number": ""},
            {"document_number": 7},
        ],
    )
    def test_opens_nothing_for_a_token_that(self, client: Client, fake: Fake, says: dict[str, Any]) -> None:
        fake.says = says
        answer = come_back(client, fake)
        assert answer.status_code == 422
        assert client.get("/my-record/", headers=HOST)["Location"] == "/my-record/code"

    def test_opens_nothing_for_a_token_signed_by_another_key(self, client: Client, fake: Fake) -> None:
        fake.signs_with = ECKey.generate_key("P-256", {"kid": "1"})
        assert come_back(client, fake).status_code == 422

    def test_opens_nothing_for_a_token_signed_by_the_shared_secret(self, client: Client, fake: Fake) -> None:
        fake.signs_with = OctKey.import_key("kept between the two, and long enough for this")
        assert come_back(client, fake).status_code == 422

    def test_opens_nothing_for_a_number_that_is_none(self, client: Client, fake: Fake) -> None:
        fake.number = "110000199001010014"
        assert "cannot be read" in come_back(client, fake).content.decode()

    @pytest.mark.parametrize(
        "changes", [{"state": "guessed"}, {"state": ""}, {"code": "bad"}, {"iss": "https://other.example"}]
    )
    def test_opens_nothing_for_an_answer_with(self, client: Client, fake: Fake, changes: dict[str, str]) -> None:
        assert come_back(client, fake, **changes).status_code == 422

    def test_is_good_once(self, client: Client, fake: Fake) -> None:
        said = {"code": "good", "state": begin(client, fake)["state"][0]}
        client.get("/my-record/signed-in", said, headers=HOST)
        client.post("/my-record/leave", headers=HOST)
        assert client.get("/my-record/signed-in", said, headers=HOST).status_code == 422

    def test_names_no_number_in_the_log(self, client: Client, fake: Fake, caplog: pytest.LogCaptureFixture) -> None:
        fake.says = {"aud": "somebody else"}
        come_back(client, fake)
        assert "sign-in to a record failed" in caplog.text
        assert fake.number not in caplog.text


class TestFetch:
    @pytest.mark.parametrize("address", ["http://identity.example/", "file:///etc/hostname", "https:///", ""])
    def test_asks_nobody_without_tls(self, address: str) -> None:
        with pytest.raises(NotFetched, match="not https"):
            fetch(address)
