"""The one refusal of this project and the closed list of its codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Code:
    """One reason to refuse: its HTTP status, its title for people, and where it may be met."""

    code: str
    status: int
    title: str
    places: frozenset[str]


_PLACES = {"k": "check", "c": "court", "i": "import"}

# code, status, places (k check, c court, i import), title. 400 wrong shape, 401 who are you, 403 not yours,
# 409 wrong moment, 413 too large, 415 wrong medium, 422 a value that breaks a rule, 503 not now.
_TABLE = (
    # JSON and HTTP
    ("invalid-json", 400, "kc", "The body is not valid JSON"),
    ("invalid-encoding", 400, "kci", "The text is not in the encoding that it should have"),
    ("wrong-type", 400, "kc", "A value has the wrong JSON type"),
    ("duplicate-key", 400, "kc", "A key occurs twice in one object"),
    ("unknown-field", 400, "kc", "A field is not known here"),
    ("too-many-fields", 400, "kc", "The object has too many fields"),
    ("number-range", 400, "kc", "A number is out of range"),
    ("number-format", 400, "kci", "A number is not written in plain decimal digits"),
    ("control-characters", 400, "kci", "The text contains control characters"),
    ("field-required", 400, "kci", "A required field is missing or empty"),
    ("date", 400, "kci", "This is not a date of the calendar in the form YYYY-MM-DD"),
    ("timezone-required", 400, "kc", "A date-time needs its offset from UTC"),
    ("idempotency-key-required", 400, "c", "A write needs an Idempotency-Key header"),
    ("idempotency-key-format", 400, "kc", "An Idempotency-Key has 8 to 64 letters, digits, hyphens or underscores"),
    ("malformed-request", 400, "kc", "The request cannot be read"),
    ("host-not-allowed", 400, "kc", "This service does not answer for that host"),
    ("too-large", 413, "kci", "The request is too large"),
    ("csv-shape", 422, "ci", "The file or the row does not have the columns that belong there"),
    ("archive-limits", 413, "ci", "The file unpacks to more than is allowed"),
    ("media-type", 415, "kc", "Send application/json"),
    ("charset", 415, "kc", "Send UTF-8"),
    ("content-encoding", 415, "kc", "Send the body uncompressed"),
    ("file-type", 415, "ci", "Only .csv and .xlsx files are taken"),
    ("macro-not-allowed", 415, "ci", "Files with macros or links to other files are not taken"),
    ("malware", 422, "ci", "The file is not safe to open"),
    ("request-timeout", 408, "kc", "The request did not arrive in time"),
    ("headers-too-large", 431, "kc", "The request's headers are too large"),
    ("idempotency-mismatch", 422, "kc", "This Idempotency-Key was used for another request"),
    ("in-progress", 409, "kc", "The first request with this Idempotency-Key is still running"),
    ("version-conflict", 412, "c", "The record has changed since it was read"),
    ("callback-not-allowed", 422, "k", "This callback address is not allowed"),
    # who asks, and whether the service can answer
    ("unauthenticated", 401, "kc", "The credential is missing, wrong or no longer valid"),
    ("replay", 401, "kc", "This signed request is too old or was seen before"),
    ("second-factor-stale", 403, "c", "Enter a new code of your second factor first"),
    ("activity-out-of-scope", 403, "kc", "The assistance notice does not cover this activity"),
    ("duty-required", 403, "c", "Your duties do not include this act"),
    ("other-court", 403, "ci", "Only the court that handles the case may act in it"),
    ("signer-is-drafter", 403, "ci", "Two different officers draft and sign"),
    ("second-administrator-required", 403, "c", "Another administrator confirms this"),
    ("own-account", 403, "c", "Nobody gives themselves a duty or a new factor"),
    ("second-factor-wrong", 403, "c", "The one-time code is wrong or used, or too many were tried"),
    ("account-changed", 409, "c", "Your account was changed meanwhile; try again"),
    ("last-administrator", 409, "c", "Somebody must remain who keeps the accounts"),
    ("duties-incompatible", 422, "c", "No officer holds these duties together"),
    ("username-characters", 422, "c", "A user name has 3 to 60 small letters, digits, dots and hyphens"),
    ("password-weak", 422, "c", "The password is too easy to guess"),
    ("court-not-above", 403, "c", "Only the court above decides this"),
    ("not-assigned", 403, "c", "Only who was assigned to review this decides it"),
    ("not-a-reviewer", 422, "c", "Reviewers are officers of the court with the duty to review"),
    ("reviewer-is-handler", 422, "c", "Whoever handled the case does not review it"),
    ("not-found", 404, "kc", "There is no such record"),
    ("method-not-allowed", 405, "kc", "This address does not take that method"),
    ("quota-exceeded", 429, "kc", "Too many requests; wait and try again"),
    ("list-unconfirmed", 503, "k", "The list could not be confirmed as current"),
    ("list-behind", 503, "k", "This node has not reached the list version asked for"),
    (
        "list-rolled-back",
        503,
        "k",
        "The register stands behind what this node has seen; an operator must confirm",
    ),
    ("journal-unavailable", 503, "k", "The answer cannot be recorded, so it is not given"),
    ("overloaded", 503, "kc", "The service is overloaded; try again shortly"),
    ("unavailable", 503, "kc", "The service is not available; try again shortly"),
    ("internal-error", 500, "kc", "The service made a mistake; quote the request id to its operator"),
    # values of a question
    ("unknown-value", 422, "kci", "This value is not in the closed list"),
    ("unknown-activity", 422, "kci", "This activity is not in the catalogue"),
    ("receipt-not-offered", 422, "k", "Signed receipts are not offered on this check"),
    ("activity-not-answered", 422, "k", "Only the court answers about this activity"),
    ("child-query-forbidden", 400, "k", "No question about a child is answered"),
    ("birth-date-contradicts-number", 422, "kc", "The birth date is not the one in the number"),
    ("sex-contradicts-number", 422, "c", "The sex is not the one in the number"),
    ("on-out-of-range", 422, "k", "The day must lie between today and 366 days from now"),
    # identity numbers, in the order in which they apply
    ("identity-characters", 422, "kci", "The number contains characters no such number has"),
    ("identity-obsolete-15", 422, "kci", "Numbers of 15 digits are no longer used; give the 18-digit number"),
    ("identity-type-mismatch", 422, "kci", "The number does not have the form of this kind of document"),
    (
        "identity-check-digit",
        422,
        "kci",
        "The number's check digit is wrong; read it again from the document",
    ),
    ("identity-birth-date", 422, "kci", "The birth date in the number is impossible"),
    ("identity-region", 422, "kci", "The number begins with no region that issues such documents"),
    (
        "identity-spreadsheet-damaged",
        422,
        "kci",
        "A spreadsheet has rounded this number; take it from the source",
    ),
    # names
    ("name-empty", 422, "kci", "The name is empty"),
    ("name-masked", 422, "kci", "The name is masked; give it in full"),
    ("name-characters", 422, "kci", "The name contains characters no name has"),
    # rulings
    ("identity-in-doubt", 409, "c", "The number on file may be somebody else's: verify it or put it right first"),
    ("case-number", 422, "ci", "This is not the number of an enforcement case"),
    ("unknown-court", 422, "ci", "There is no court with this code"),
    ("date-in-future", 422, "ci", "This day has not come yet"),
    ("decided-before-filed", 422, "ci", "The decision is older than its case"),
    ("not-served", 422, "ci", "The decision has not been served"),
    ("served-before-signed", 422, "ci", "Service cannot come before the decision"),
    ("minor", 422, "ci", "No measure may be taken against a minor"),
    ("officer-not-listable", 422, "ci", "An officer of a listed unit is not listed for it"),
    ("ground-required", 422, "ci", "A listing needs at least one ground, with its facts"),
    ("unknown-ground", 422, "ci", "The grounds are numbered 1 to 6"),
    ("term-required", 422, "ci", "Grounds 2 to 6 need a term"),
    ("term-forbidden", 422, "ci", "A listing on ground 1 alone has no term"),
    ("term-too-short", 422, "c", "The term is two years, or three to five when extended"),
    ("term-too-long", 422, "ci", "A term and its extensions last five years at most"),
    ("extension-reason-required", 422, "c", "A longer term needs serious violence or several dishonest acts"),
    ("period-required", 422, "ci", "An order needs its period"),
    ("school-decision-required", 422, "c", "A school is named only with the court's decision on that school"),
    ("items-required", 422, "ci", "An order needs the activities it covers"),
    ("consequences-required", 422, "c", "The text must state the legal consequences"),
    ("remedy-required", 422, "c", "The text must say how it can be contested"),
    ("factors-required", 422, "c", "The court weighs four factors, each with reasons"),
    ("reasons-required", 422, "c", "The decision needs reasons"),
    ("not-performed", 409, "c", "The court has not recorded that this debtor performed"),
    ("glyph-missing", 422, "c", "A character has no sign in the font of the court's documents"),
    ("duplicate", 409, "ci", "The same measure is already recorded with other content"),
    ("unknown-case", 422, "c", "There is no case with this number at this court"),
    ("not-a-debtor", 422, "c", "This person is not a judgment debtor in the case"),
    ("risk-warning-missing", 422, "c", "The enforcement notice carried no warning of the list"),
    ("period-running", 422, "c", "The period set by the enforcement notice has not ended"),
    ("evidence-required", 422, "c", "Name the evidence for this ground"),
    (
        "order-not-served-at-conduct-date",
        422,
        "c",
        "The order had not been served when the conduct took place",
    ),
    ("penalty-limits", 422, "c", "The law allows no such fine or detention"),
    ("no-legal-basis", 422, "c", "A unit asks or is told by an assistance notice or a statute, and by nothing else"),
    ("asset-report-required", 422, "c", "Ground 4 names the order to report assets"),
    ("extension-pending", 422, "c", "More time to report was asked for and is not decided yet"),
    ("finding-required", 422, "c", "A judge has not found that the duty to report was breached"),
    ("settlement-required", 422, "c", "Ground 6 names the settlement"),
    ("good-reason", 422, "c", "There is a good reason not to perform the settlement"),
    ("not-due", 422, "c", "The obligation was not due"),
    ("answer-required", 422, "c", "Answer each question on this ground"),
    ("security-sufficient", 422, "c", "Sufficient security has been given"),
    ("assets-sufficient", 422, "c", "Seized property is enough to pay"),
    ("turn-later", 422, "c", "The debtor's turn has not come"),
    ("not-refusal", 422, "c", "This is not a refusal of someone able to perform"),
    ("creditor-hold", 422, "c", "The applicant has asked the court to hold off"),
    ("student-campus-loan", 422, "c", "A full-time student with a campus loan is generally spared"),
    ("published-in-grace", 422, "ci", "Nothing is published or applied before the grace has ended"),
    ("grace-length", 422, "ci", "Grace lasts one to three months"),
    ("grace-running", 409, "c", "Grace has not ended"),
    ("written-application-required", 422, "c", "The application is to be filed in writing"),
    ("not-entitled-to-apply", 422, "c", "The law gives this application to somebody else"),
    ("application-mismatch", 422, "c", "The application asks for something else, or about somebody else"),
    ("application-required", 422, "c", "Name the written application that asks for this"),
    ("own-motion-required", 422, "c", "Name the application, or say why the court acts of its own motion"),
    ("new-facts-required", 422, "c", "While the applicant is barred, only conduct after the removal is a ground"),
    ("reapply-barred", 422, "c", "The applicant asked for the removal less than six months ago"),
    ("exemption-kind", 422, "ci", "This person cannot have an exemption of this kind"),
    ("activity-not-exemptible", 422, "ci", "An exemption of this kind cannot permit this"),
    ("not-restricted", 422, "ci", "The order does not cover this, so nothing needs to be permitted"),
    ("window-too-long", 422, "ci", "The window is longer than the law allows"),
    ("not-permitted", 422, "k", "The check named was not answered “permitted”"),
    ("undertaking-required", 422, "c", "The applicant has to give a written undertaking"),
    ("no-reapply", 422, "c", "After false evidence or a breach no further application is approved in this case"),
    ("president-required", 403, "c", "Only the president of the court decides this"),
    ("calendar-inconsistent", 422, "i", "The days of the notice do not fit together"),
    ("not-concerned", 422, "c", "The measure is not on this person"),
    (
        "objection-instead",
        422,
        "c",
        "Who applied for enforcement contests a lift or removal by an objection to enforcement at this court (P236)",
    ),
    ("no-open-request", 422, "c", "A measure is paused only while a request for its correction is open"),
    ("correction-not-met", 422, "c", "This is not what the decision on the request calls for"),
    ("no-court-above", 422, "c", "No court stands above the one that rejected the request"),
    ("filed-late", 422, "c", "The ten days for asking the court above have passed"),
    ("wrong-state", 409, "cki", "The measure is not in a state that allows this act"),
    ("already-done", 409, "c", "This act has been done before"),
)

CODES: Mapping[str, Code] = MappingProxyType(
    {
        code: Code(code, status, title, frozenset(_PLACES[place] for place in places))
        for code, status, places, title in _TABLE
    }
)


class Refusal(Exception):
    """An anticipated no: what is wrong, by which rule, and in which field. It never carries a name or number.

    ``members`` are what a problem of this code says besides (RFC 9457 §3.2): a receipt, a difference.

    :raises KeyError: when the code is not in `CODES`, so that the list stays closed.
    """

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *,
        pointer: str | None = None,
        article: str | None = None,
        members: Mapping[str, object] | None = None,
    ) -> None:
        self.code = code
        self.detail = CODES[code].title if detail is None else detail
        self.pointer = pointer
        self.article = article
        self.members = members or {}
        super().__init__(code)

    @property
    def status(self) -> int:
        """Return the HTTP status of the refusal's code."""
        return CODES[self.code].status

    @property
    def title(self) -> str:
        """Return the sentence that belongs to the code, the same in every case."""
        return CODES[self.code].title
