"""The whole path by keyboard alone: a ruling entered, signed, served, checked, its slip printed, contested, put right,
lifted, and checked again; in both languages, on a phone and on a wide screen."""

import ast
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import CorrectionRequest, Officer
from restrictions.services import credentials
from restrictions.web.desk import open_desk
from tests.browser.following import Following
from tests.browser.looking import numbers_in
from tests.browser.staff import sign_in, sign_out
from tests.browser.walking import Walk
from tests.factories import institutions, people

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "王宁"
_CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b")
WHY = "已查明。"
# What a hand without a mouse cannot do, nor a keyboard in one stroke.
NOT_BY_KEYBOARD = {
    "check", "click", "dblclick", "dispatch_event", "drag_and_drop", "drag_to", "fill", "hover", "mouse",
    "select_option", "set_checked", "set_input_files", "tap", "touchscreen", "uncheck",
}  # fmt: skip


@dataclass
class Scene:
    """Who takes part, and whom it is about."""

    walk: Walk
    clerk: Officer = field(default_factory=people.clerk)
    judge: Officer = field(default_factory=people.judge)
    president: Officer = field(default_factory=people.president)
    reviewer: Officer = field(default_factory=lambda: people.officer(duties=[Duty.READ, Duty.REVIEW]))
    credential: str = field(default_factory=lambda: credentials.issue(institutions.enrolled()).secret)
    number: str = field(default_factory=lambda: people.resident_number(date(1980, 1, 1)))
    today: date = field(default_factory=lambda: legal_day(timezone.now()))

    def before(self, days: int) -> date:
        return self.today - timedelta(days=days)


@pytest.fixture
def scene(walk: Walk, tmp_path: Path) -> Iterator[Scene]:
    """A court with its officers, and a counter whose node follows the register."""
    open_desk(Following(tmp_path).ask)
    yield Scene(walk)
    open_desk(None)


class TestWholePath:
    @pytest.mark.law("C1", "C9", "G18", "L11", "L12")
    def test_is_walked_by_keyboard_alone(self, scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        _enter(scene)
        _propose(scene)
        _sign(scene)
        _serve(scene)
        assert _check(scene) == "restricted"
        _print_slip(scene.walk)
        _contest(scene)
        _uphold(scene)
        _put_right_and_lift(scene)
        assert _check(scene) == "permitted"
        assert numbers_in(caplog.text) == []
        assert NAME not in caplog.text

    @pytest.mark.parametrize("file", ["test_whole_path.py", "walking.py", "staff.py", "looking.py"])
    def test_touches_no_mouse(self, file: str) -> None:
        tree = ast.parse((Path(__file__).parent / file).read_text())
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert used & NOT_BY_KEYBOARD == set()


# --- At the court -----------------------------------------------------------------------------------------------------


def _enter(scene: Scene) -> None:
    """Who, which case, and the notice that went unheeded."""
    walk, number = scene.walk, scene.number
    sign_in(walk, scene.clerk)
    walk.press_button("nav a[href='/court/ruling']")
    walk.look("ruling")
    walk.type_into("name", NAME)
    walk.choose("document.type", "resident_id")
    walk.type_into("document.number", number)
    walk.type_into("last_six_again", number[-6:])
    walk.press_button("main form > .frame-buttons button")
    walk.look("ruling-read-back", repeats=number)
    walk.press_button("[name=confirm]")
    walk.look("ruling-case")
    walk.press_button("main a.govuk-button")
    walk.look("ruling-new-case")
    walk.type_into("case_number", f"（{scene.today.year}）{people.COURT}执77号")
    walk.type_day("filed_on", scene.before(60))
    walk.type_into("basis.issuer", walk.probed("示范法院"))
    walk.type_into("basis.number", f"（{scene.today.year}）民初1号")
    walk.type_into("basis.obligation", walk.probed("支付货款十万元。"))
    walk.press_button()
    walk.look("case-new")
    walk.press_button("a[href*='record_notice']")
    walk.look("notice")
    walk.type_day("served_on", scene.before(40))
    walk.choose("service_method", "direct")
    walk.type_day("perform_by", scene.before(10))
    walk.choose("has_risk_warning", "true")
    walk.press_button()
    walk.look("case")
    sign_out(walk)


def _propose(scene: Scene) -> None:
    walk = scene.walk
    sign_in(walk, scene.judge)
    walk.press_button("nav a[href='/court/cases']")
    walk.look("cases")
    walk.press_button("main a[href^='/court/cases/']")
    walk.press_button("a[href*='propose_order']")
    walk.look("order-form")
    walk.tick("persons.0.person")
    walk.tick("activities", "flight.business")
    for factor in ("passive_performance", "evasion", "resistance", "ability_to_perform"):
        walk.type_into(f"factors.{factor}", walk.probed(WHY))
    walk.type_into("reasons", walk.probed("未按期履行。"))
    walk.type_into("own_motion", walk.probed("情况紧急。"))
    walk.press_button("main form > .frame-buttons button")
    walk.look("order-with-a-fault")  # neither a last day nor a review
    walk.type_day("period_until", scene.today + timedelta(days=300))
    walk.press_button("main form > .frame-buttons button")
    walk.look("order-drafted")
    sign_out(walk)


def _sign(scene: Scene) -> None:
    walk = scene.walk
    sign_in(walk, scene.president)
    walk.press_button("nav a[href='/court/signing']")
    walk.look("signing-desk")
    walk.press_button("main .frame-buttons a.govuk-button")
    walk.look("sign")
    walk.press_button()
    walk.look("signing-desk-empty")
    sign_out(walk)


def _serve(scene: Scene) -> None:
    walk = scene.walk
    sign_in(walk, scene.clerk)
    _open_order(walk)
    walk.press_button("a[href*='serve_order']")
    walk.look("serve")
    walk.type_day("served_on", scene.today)
    walk.choose("service_method", "direct")
    walk.press_button()
    walk.look("order-in-force")
    sign_out(walk)


def _contest(scene: Scene) -> None:
    """The person gets a code at the court's counter, enters with it, and says what is wrong."""
    walk = scene.walk
    sign_in(walk, scene.clerk)
    walk.press_button("nav a[href='/court/persons/find']")
    walk.look("find")
    walk.press_button("main a[href*='issue_record_code']")
    walk.look("hand-out")
    walk.choose("document.type", "resident_id")
    walk.type_into("document.number", scene.number)
    walk.press_button("main form > .frame-buttons button")
    walk.look("handed-out")
    code = _CODE.search(walk.page.locator("main").inner_text())
    assert code is not None
    sign_out(walk)

    walk.open("/my-record/code")
    walk.type_into("code", code[0])
    walk.press_button("main form button")
    walk.look("own-record")
    walk.press_button("a[href*='/apply/correction/']")
    walk.look("own-contest")
    walk.choose("reason", "inaccurate")
    walk.type_into("statement", walk.probed("理由写错了。"))
    walk.press_button("main form button")
    walk.look("own-contested")
    walk.press_button("form[action='/my-record/leave'] button")


def _uphold(scene: Scene) -> None:
    walk = scene.walk
    sign_in(walk, scene.reviewer)
    walk.press_button("nav a[href='/court/matters']")
    walk.look("matters")
    walk.press_button("main a[href^='/court/corrections/']")
    walk.press_button("a[href*='assign_correction']")
    walk.look("assign")
    walk.tick("reviewers", scene.reviewer.username)
    walk.press_button("main form > .frame-buttons button")
    walk.press_button("a[href*='uphold_correction']")
    walk.look("uphold")
    walk.type_into("decision_number", f"（{scene.today.year}）{people.COURT}执异1号")
    walk.type_into("note", walk.probed(WHY))
    walk.press_button("main form > .frame-buttons button")
    walk.look("upheld")
    sign_out(walk)


def _put_right_and_lift(scene: Scene) -> None:
    walk = scene.walk
    sign_in(walk, scene.judge)
    _open_order(walk)
    walk.press_button("a[href*='rectify_order']")
    walk.look("rectify")
    walk.type_into("words.0.place", "reasons")
    walk.type_into("words.0.text", walk.probed("未按期履行货款。"))
    walk.type_into("note", walk.probed(WHY))
    walk.choose("correction", str(CorrectionRequest.objects.get().pk))
    walk.press_button("main form > .frame-buttons button")
    walk.look("rectified")
    walk.press_button("a[href*='lift_order']")
    walk.look("lift")
    walk.choose("reason", "performed")
    walk.type_into("note", walk.probed(WHY))
    walk.press_button("main form > .frame-buttons button")
    walk.look("lifted")
    sign_out(walk)


def _open_order(walk: Walk) -> None:
    """Find the order by its case."""
    walk.press_button("nav a[href='/court/cases']")
    walk.press_button("main a[href^='/court/cases/']")
    walk.press_button("main a[href^='/court/orders/']")


# --- At the counter ---------------------------------------------------------------------------------------------------


def _check(scene: Scene) -> str:
    """Ask about the person, and return what the page says."""
    walk = scene.walk
    walk.open("/counter/sign-in")
    walk.type_into("credential", scene.credential)
    walk.press_button()
    walk.look("counter")
    walk.type_into("person", f"{NAME} {scene.number}")
    walk.choose("activity", "flight.business")
    walk.press_button("main form button")
    outcome = str(walk.page.locator(".frame-answer").get_attribute("class")).rpartition("--")[2]
    walk.look(f"answer-{outcome}")
    return outcome


def _print_slip(walk: Walk) -> None:
    """On paper it is one leaf with nothing but the slip."""
    walk.press_button('a[href$="/slip"]')
    walk.look("slip")
    walk.page.emulate_media(media="print")
    for left_out in (".frame-header__side", "nav", ".frame-noprint"):
        assert not walk.page.locator(left_out).first.is_visible()
    leaves = walk.page.pdf(format="A4").count(b"/Type /Page\n")
    walk.page.emulate_media(media="screen")
    assert leaves == 1
