"""The page on which an act is done: the API's own shape as a form, the API's own call, once for each form sent.

Sent twice (double click, back button, two windows) it is done once. A record that has changed since it was shown is
shown anew, with the difference and with all that was typed. What is typed is kept as a draft until it is done.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rest_framework.exceptions import ValidationError

from blacklist import selectors
from blacklist.api.acts import body_of
from blacklist.api.preconditions import RECORDS, Records, require_version
from blacklist.api.views import checked
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.models import Task, TaskKind
from blacklist.services import drafts, sessions
from blacklist.services.idempotency import Answer, once
from blacklist.versions import version_of
from blacklist.web import choosing, keeping
from blacklist.web.acts import PAGES, ActPage
from blacklist.web.checklist import points
from blacklist.web.desk import title_of
from blacklist.web.forms import Form
from blacklist.web.inbox import REPORTS
from blacklist.web.offices import office_of
from blacklist.web.particulars import rows
from blacklist.web.places import address_of, id_in
from blacklist.web.sending import asked_on
from blacklist.web.staff import CODE, Staff
from pages.fields import Field
from pages.words import Words

SIGNATURES = frozenset(
    {
        "sign_listing",
        "sign_order",
        "sign_extension",
        "sign_assistance_notice",
        "confirm_proposal",
        "authorise_export",
    }
)
# Whom an act that takes over a record is offered to, beside those who read the record already.
_OFFERED: Mapping[str, Records] = {"accept_transfer": selectors.cases_offered_to}
# After one of these the next draft is shown.
FROM_THE_SIGNING_DESK = frozenset({"sign_listing", "sign_order", "refuse_listing", "refuse_order"})
BUSY = Words("系统繁忙，未作任何更改，请再次提交。", "The service is busy and nothing was changed. Send it again.")
DONE = Words("已办理：{title}。", "Done: {title}.")
DONE_BEFORE = Words("此前已办理，未重复执行：{title}。", "This was done before and not done again: {title}.")
CODE_WRONG = Words("验证码不正确、已用过或已失效。", "The code is wrong, used or too old.")
# What an act without a record of its own in its address is about, by the name in the query.
_ABOUT = {
    "case": "case_id",
    "order": "order_id",
    "listing": "listing_id",
    "correction": "request_id",
    "person": "person_id",
}


class Act(Staff):
    """``GET`` shows the form of an act, with what was typed before; ``POST`` does it."""

    template = "court/act.html"
    page_of: ActPage
    name: str
    record_id: uuid.UUID | int | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the act by its name."""
        self.name = kwargs["name"]
        self.record_id = kwargs.get("record_id")
        return super().dispatch(request, *args, **kwargs)

    def require_duty(self) -> None:
        """Let the officer pass who holds the act's duty.

        :raises Refusal: ``not-found``, ``duty-required``.
        """
        found = PAGES.get(self.name)
        if found is None or bool(found.id_name) != (self.record_id is not None):
            raise Refusal("not-found")
        self.page_of, self.duty = found, found.operation.duty
        super().require_duty()

    # --- What the act is about ----------------------------------------------------------------------------------------

    @cached_property
    def record(self) -> Any:
        """Return the record at the address, or the one that a new record is about; None where there is none."""
        if self.record_id is not None:
            return self._readable(self.page_of.id_name, self.record_id)
        asked = [(id_name, self.request.GET[word]) for word, id_name in _ABOUT.items() if word in self.request.GET]
        return self._readable(asked[0][0], id_in(asked[0][1])) if asked else None

    @property
    def address(self) -> str:
        """Return by what a draft of this form is found again."""
        about = "&".join(f"{word}={self.request.GET[word]}" for word in _ABOUT if word in self.request.GET)
        return f"{self.request.path}?{about}" if about else self.request.path

    def form(self) -> Form:
        """Return the empty form."""
        shape = self.page_of.operation.takes()
        scene = choosing.Scene(self.officer, self.record, choosing.case_of(self.record), legal_day(self.at))
        options = choosing.options(self.name, sorted(_names(shape)), scene)
        return Form(self.name, shape, options=options, fixed=self._fixed(shape))

    def _fixed(self, shape: Any) -> dict[str, Any]:
        if self.name == "invite_officer" and self.officer.court_id:
            return {"court": self.officer.court_id}
        if self.record_id is not None or self.record is None:
            return {}
        about = {word: str(self.record.pk) for word in _ABOUT if word in self.request.GET}
        fixed: dict[str, Any] = {word: key for word, key in about.items() if word in shape.fields}
        contested = [word for word in ("listing", "order") if word in about]
        if self.name == "receive_correction" and contested:
            fixed["measure"] = {"kind": contested[0], "id": about[contested[0]]}
        return fixed

    def _readable(self, id_name: str, key: uuid.UUID | int) -> Any:
        rows = [records(self.officer) for records in (RECORDS[id_name], _OFFERED.get(self.name)) if records]
        found = next((one for each in rows if (one := each.filter(pk=key).first())), None)
        if found is None:
            raise Refusal("not-found")
        return found

    # --- Asked for ----------------------------------------------------------------------------------------------------

    def get(self, request: HttpRequest, **ids: Any) -> HttpResponse:
        """Show the form."""
        form, draft = self.form(), drafts.find(address=self.address, by=self.officer)
        return self.shown(form.with_typed(drafts.typed_in(draft)) if draft else form, draft=draft)

    def post(self, request: HttpRequest, **ids: Any) -> HttpResponse:
        """Do the act once, or show what is wrong with the form."""
        form = self.form().with_typed(request.POST)
        if "add" in request.POST:
            return self.shown(form.with_one_more(request.POST["add"]))
        if "discard" in request.POST:
            drafts.discard(address=self.address, by=self.officer)
            return HttpResponseRedirect(request.get_full_path())
        try:
            return self._done(form)
        except ValidationError as error:
            form = form.with_faults(error)
        except Refusal as refusal:
            return self._refused(form, refusal)
        except (OperationalError, InterfaceError):
            form = form.with_words(BUSY)
        return self._shown_again(form, code=422)

    def _done(self, form: Form) -> HttpResponse:
        sent = form.sent()
        given = checked(self.page_of.operation.takes, sent)
        if code := self.request.POST.get("code", "").strip():
            sessions.renew_factor(self.request, self.session, code=code[:10], at=self.at)
        asked = asked_on(self.request, sent, by=self.officer, address=self.address)
        answer = once(asked, partial(self._act, given), at=self.at)
        drafts.discard(address=self.address, by=self.officer)
        if answer.is_secret:
            shown = {
                "title": self.page_of.title,
                "rows": rows(json.loads(answer.body)),
                "back": self._back(self.record),
            }
            return self.page("court/once.html", shown)
        words = DONE_BEFORE if answer.is_replay else DONE
        messages.success(self.request, str(words.format(title=self.page_of.title)))
        return HttpResponseRedirect(json.loads(answer.body)["to"])

    def _act(self, given: Mapping[str, Any]) -> Answer:
        ids = {self.page_of.id_name: self.record_id} if self.record_id is not None else {}
        if ids:
            tag = self.request.POST.get("version", "")
            asked = SimpleNamespace(headers={"If-Match": f'"{tag}"' if tag else ""}, user=self.officer)
            require_version(asked, ids)  # type: ignore[arg-type]
        view = self.page_of.view()
        view.request = SimpleNamespace(auth=self.session)  # type: ignore[assignment]
        done = view.act(given, by=self.officer, at=self.at, **ids)
        if self.page_of.operation.shown_once:
            return Answer(201, body_of(self.page_of.operation.gives(done).data), is_secret=True)
        return Answer(303, json.dumps({"to": self._next(done)}))

    def _next(self, done: Any) -> str:
        """Return where an act leads to: the next draft, the next report, or what was acted on."""
        if self.name in FROM_THE_SIGNING_DESK:
            return reverse("court-pages:signing")
        if isinstance(done, Task):
            return reverse("court-pages:inbox" if done.kind in REPORTS else "court-pages:desk")
        return self._back(done)

    # --- Shown --------------------------------------------------------------------------------------------------------

    def _refused(self, form: Form, refusal: Refusal) -> HttpResponse:
        if refusal.code == "not-found" and not form.typed:
            raise refusal
        is_code = refusal.code in ("second-factor-wrong", "second-factor-stale")
        shown = {"is_code_wrong": True} if is_code else {"difference": refusal.members.get("difference")}
        return self._shown_again(form if is_code else form.with_refusal(refusal), code=refusal.status, **shown)

    def _shown_again(self, form: Form, *, code: int, **shown: Any) -> HttpResponse:
        keeping.keep(self.request.POST, address=self.address, by=self.officer, at=self.at)
        return self.shown(form, code=code, **shown)

    def shown(self, form: Form, *, code: int = 200, is_code_wrong: bool = False, **more: Any) -> HttpResponse:
        """Return the page with the form."""
        record = self.record
        needs_code = self.name in SIGNATURES and not self._is_fresh()
        codes = (_code_field(is_wrong=is_code_wrong),) if needs_code else ()
        shown = {
            "form": form,
            "act": self.page_of,
            "title": self.page_of.title,
            "record": record,
            "case": choosing.case_of(record),
            "back": self._back(record),
            "key": uuid.uuid4().hex,
            "version": str(version_of(record)) if self.record_id is not None else "",
            "address": self.address,
            "about": title_of(TaskKind(record.kind)) if isinstance(record, Task) else "",
            "code": codes[0] if codes else None,
            "points": points(self.name, record, by=self.officer, on=legal_day(self.at)),
            "is_order": self.name == "propose_order",
            "all_fields": (*form.fields, *codes),
            "is_faulty": bool(form.general) or any(each.errors for each in (*form.fields, *codes)),
        }
        return self.page(self.template, {**shown, **more}, code=code)

    def _back(self, record: Any) -> str:
        office = office_of(self.name)
        return reverse(f"court-pages:{office}") if office else address_of(record) or reverse("court-pages:desk")

    def _is_fresh(self) -> bool:
        try:
            sessions.require_fresh_factor(self.session, at=self.at)
        except Refusal:
            return False
        return True


class KeepDraft(Staff):
    """``POST`` keeps what is being typed into a form; the page calls it now and then."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        address = request.POST.get("draft_address", "")
        if not address.startswith(reverse("court-pages:desk")):
            raise Refusal("not-found")
        drafts.save(keeping.typed_in(request.POST), address=address, by=self.officer, at=self.at)
        return self.page("court/draft_kept.html", {"at": self.at})


def _code_field(*, is_wrong: bool) -> Field:
    hint = Words("签发须在五分钟内输入新的验证码。", "To sign, give a new code; it counts for five minutes.")
    errors = (CODE_WRONG,) if is_wrong else ()
    return replace(CODE, hint=hint, errors=errors)


def _names(shape: Any) -> set[str]:
    found: set[str] = set()
    for name, part in shape.fields.items():
        found.add(name)
        inner = getattr(part, "child", part)
        if hasattr(inner, "fields"):
            found |= _names(inner)
    return found
