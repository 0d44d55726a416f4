"""What each kind must say, by the rule that demands it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import orjson
import pytest

from blacklist.documents.decisions import CorrectionDecision, ReconsiderationDecision
from blacklist.documents.exemptions import ExemptionDecision
from blacklist.documents.notices import LiftNotice, RefusalNotice, RemovalNotice
from blacklist.documents.parts import Content
from blacklist.law.court_documents import DocumentKind
from tests.blacklist.documents.contents import (
    CONSUMPTION_ORDER,
    CONTENTS,
    DEBTOR,
    HEADING,
    LISTING,
    LISTING_DECISION,
    printed,
)

K = DocumentKind
REMEDY = (
    "自收到书面申请之日起十五日内审查",
    "三个工作日内纠正",
    "自决定书送达之日起十日内向上一级人民法院（示范市中级人民法院）申请复议",
    "自收到复议申请之日起十五日内作出决定",
    "复议期间，不停止原决定的执行",
)
TELLS_OF_DATA = [kind for kind in K if kind not in (K.SERVICE_RECORD, K.ASSISTANCE_NOTICE)]


def dated(content: Content, on: date) -> str:
    """Return the text of the same document, issued on another day."""
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    return printed(replace(content, heading=replace(content.heading, issued_at=at)))


class TestCanonical:
    def test_is_the_same_for_the_same_words(self) -> None:
        assert LISTING_DECISION.canonical() == replace(LISTING_DECISION).canonical()

    def test_differs_with_any_word(self) -> None:
        assert LISTING_DECISION.canonical() != replace(LISTING_DECISION, reasons="其他。").canonical()

    def test_names_kind_templates_and_days(self) -> None:
        said = orjson.loads(LISTING_DECISION.canonical())
        assert (said["kind"], said["templates"], said["issued_on"]) == ("listing_decision", 1, "2026-11-16")
        assert said["term_until"] == "2028-11-16"

    def test_counts_the_day_of_issue_in_china(self) -> None:
        late = replace(HEADING, issued_at=datetime(2026, 11, 16, 16, 30, tzinfo=UTC))
        assert orjson.loads(replace(LISTING_DECISION, heading=late).canonical())["issued_on"] == "2026-11-17"


class TestCitations:
    @pytest.mark.parametrize(
        "content",
        [
            *CONTENTS.values(),
            replace(LISTING_DECISION, term_until=None),
            replace(CONSUMPTION_ORDER, listing=LISTING, factors=()),
            replace(CONTENTS[K.EXEMPTION_DECISION], is_granted=False, reason="并非紧急"),  # type: ignore[call-arg]
        ],
    )
    def test_use_no_short_name_before_it_is_introduced(self, content: Content) -> None:
        text = printed(content)
        for short in ("民事诉讼法", "失信规定", "限高规定", "善意执行意见", "个人信息保护法", "刑法"):
            first, introduced = text.find(f"《{short}》"), text.find(f"以下简称《{short}》")
            assert first == -1 or first == introduced + len("以下简称"), short


class TestListingDecision:
    @pytest.mark.law("L5-3", "L1")
    def test_states_party_basis_grounds_conduct_evidence_and_reasons(self) -> None:
        text = printed(LISTING_DECISION)
        for said in (
            "张三，男，1990年1月1日出生，公民身份号码110000199001010013。",
            "（2025）示范裁字第1号已经发生法律效力，确定的义务为：支付货款人民币500000.00元。",
            "执行通知书于2026年9月2日送达被执行人，指定其于2026年9月12日前履行",
            "（一）违反财产报告制度。2026年10月1日，在指定的期限内未报告名下存款。证据：卷宗-12、卷宗-13。",
            "（二）违反限制消费令。2026年10月8日，于限制期间乘坐飞机。",
            "事实清楚。证据充分。",
            "将被执行人张三纳入失信被执行人名单",
            "院长示范院长",
            "本决定自作出之日起生效",
        ):
            assert said in text

    @pytest.mark.law("L2")
    def test_states_the_term(self) -> None:
        """L2: decided on 2024-03-15 on ground 3, the term ends on 2026-03-15."""
        text = dated(replace(LISTING_DECISION, term_until=date(2026, 3, 15)), date(2024, 3, 15))
        assert "纳入期限自2024年3月15日起至2026年3月15日止" in text

    @pytest.mark.law("L2")
    def test_says_that_ground_1_has_no_term(self) -> None:
        text = printed(replace(LISTING_DECISION, term_until=None))
        assert "没有纳入期限。出现《失信规定》第十条第一款所列情形之一的" in text
        assert "纳入期限自" not in text

    @pytest.mark.law("L11", "L12")
    def test_says_how_to_contest_it(self) -> None:
        text = printed(LISTING_DECISION)
        for said in ("（一）不应将其纳入名单的", "（二）记载和公布的信息不准确的", "（三）失信信息应予删除的", *REMEDY):
            assert said in text

    @pytest.mark.law("P266")
    @pytest.mark.parametrize(
        ("on", "article"), [(date(2023, 11, 1), "第二百六十二条"), (date(2024, 3, 15), "第二百六十六条")]
    )
    def test_cites_the_article_of_its_day(self, on: date, article: str) -> None:
        """P266: decision dated 2023-11-01 prints art. 262; 2024-03-15 prints 266."""
        text = dated(LISTING_DECISION, on)
        assert f"《民事诉讼法》）{article}" in text
        assert "法释〔2017〕7号" in text

    @pytest.mark.law("K5")
    def test_leaves_lending_to_the_lender(self) -> None:
        assert "是否放贷由贷款人自行决定" in printed(LISTING_DECISION)


class TestConsumptionOrder:
    @pytest.mark.law("C5")
    def test_states_period_items_consequences_remedy_and_the_ways_out(self) -> None:
        """C5: period, item list, consequences, remedy text, and the Art. 3 ¶2 / 8 application hints."""
        text = printed(CONSUMPTION_ORDER)
        for said in (
            "自本令送达之日起至2027年11月15日止",
            "（一）乘坐飞机（经济舱）（二）星级以上宾馆、酒店本令没有列明的消费不受限制",
            "依照《民事诉讼法》第一百一十四条予以罚款、拘留",
            "《中华人民共和国刑法》第三百一十三条追究刑事责任",
            "《限高规定》第十一条、《民事诉讼法》第一百一十七条追究法律责任",
            "应当先向本院提出申请，获准后方可进行（《限高规定》第八条）",
            "因私消费以个人财产实施的，可以向本院提出申请，经审查属实的，应予准许（《限高规定》第三条",
            "全部履行义务的，本院应当及时解除",
            *REMEDY,
        ):
            assert said in text

    @pytest.mark.law("Q6")
    def test_lasts_until_performance_with_a_day_of_review(self) -> None:
        text = printed(replace(CONSUMPTION_ORDER, period_until=None, review_on=date(2027, 5, 16)))
        assert "自本令送达之日起至履行义务完毕之日止；本院在2027年5月16日前复核是否仍有限制的必要" in text
        assert "期间届满，限制自行终止" not in text

    @pytest.mark.law("C5")
    def test_adds_what_the_court_says_to_the_standard_words(self) -> None:
        text = printed(replace(CONSUMPTION_ORDER, consequences="另行告知后果。", remedy="另行告知救济。"))
        for said in ("另行告知后果。", "另行告知救济。", "依照《民事诉讼法》第一百一十四条予以罚款、拘留", *REMEDY):
            assert said in text

    @pytest.mark.law("C3-2")
    def test_names_whom_it_restricts_in_what_capacity(self) -> None:
        text = printed(CONSUMPTION_ORDER)
        assert "示范贸易有限公司被执行人统一社会信用代码91350100M000100Y43" in text
        assert "李四法定代表人公民身份号码110000**********21" in text

    @pytest.mark.law("C2")
    def test_weighs_the_four_factors(self) -> None:
        text = printed(CONSUMPTION_ORDER)
        assert "（一）消极履行：已查明消极履行的情况。" in text
        assert "（四）履行能力：已查明履行能力的情况。" in text

    @pytest.mark.law("C1")
    def test_names_the_listing_it_follows_instead(self) -> None:
        text = printed(replace(CONSUMPTION_ORDER, listing=LISTING, factors=()))
        assert "2026年11月1日作出（2026）兵9901执100号之一失信决定书，将被执行人纳入失信被执行人名单" in text
        assert "综合考虑" not in text

    @pytest.mark.law("G17-3")
    def test_tells_of_the_temporary_lift(self) -> None:
        assert "急需乘坐飞机、高铁的，可以申请暂时解除，最长不超过一个月" in printed(CONSUMPTION_ORDER)

    @pytest.mark.law("11.13")
    def test_says_that_emergencies_are_free(self) -> None:
        assert "医疗、灾害等紧急情况不受限制" in printed(CONSUMPTION_ORDER)

    @pytest.mark.law("C11")
    def test_cites_the_consequences_of_its_day(self) -> None:
        text = dated(CONSUMPTION_ORDER, date(2021, 12, 1))
        assert "第一百一十一条予以罚款" in text
        assert "第一百一十四条追究法律责任" in text
        assert "第二百五十五条" in text


class TestDataNotice:
    @pytest.mark.law("D7")
    @pytest.mark.parametrize("kind", TELLS_OF_DATA)
    def test_says_who_what_why_how_long_and_how_to_use_rights(self, kind: DocumentKind) -> None:
        """D7/17/35: notice in every decision and order."""
        text = printed(CONTENTS[kind])
        for said in ("处理者：", "处理的信息：", "目的和依据：", "保存期限：", "行使权利：", "联系电话000-00000000"):
            assert said in text, said
        assert "《中华人民共和国个人信息保护法》第十三条、第十七条、第三十五条" in text

    @pytest.mark.law("11.14")
    @pytest.mark.parametrize("kind", TELLS_OF_DATA)
    def test_asks_no_fee(self, kind: DocumentKind) -> None:
        assert "均不收费" in printed(CONTENTS[kind])


class TestNotices:
    @pytest.mark.law("L10-1")
    def test_of_a_removal_names_decision_reason_rule_and_day(self) -> None:
        text = printed(CONTENTS[K.REMOVAL_NOTICE])
        assert "现因已履行或执行完毕，依照" in text
        assert "第十条第一款的规定，决定删除" in text
        assert "自2026年11月16日起终止" in text
        assert "三个工作日内从各公布渠道撤下" in text

    @pytest.mark.law("P243")
    def test_of_an_end_by_death_speak_to_nobody(self) -> None:
        removal = CONTENTS[K.REMOVAL_NOTICE]
        assert isinstance(removal, RemovalNotice)
        text = printed(replace(removal, reason="被执行人死亡", rule="P268", is_addressed=False))
        assert "张三：" not in text
        assert "现因被执行人死亡，依照《中华人民共和国民事诉讼法》第二百六十八条" in text

    @pytest.mark.law("G17-2")
    def test_of_a_lift_for_one_person_say_who_stays_restricted(self) -> None:
        text = printed(CONTENTS[K.LIFT_NOTICE])
        assert "李四：" in text
        assert "对示范贸易有限公司的限制消费措施不受影响" in text
        assert "（法发〔2019〕35号）第十七条" in text

    @pytest.mark.law("C9")
    def test_of_a_lift_reach_the_same_circle(self) -> None:
        lift = CONTENTS[K.LIFT_NOTICE]
        assert isinstance(lift, LiftNotice)
        text = printed(replace(lift, remaining=(), reason="已履行完毕", rule="C9"))
        assert "同一范围内通知解除" in text
        assert "不受影响" not in text

    @pytest.mark.law("C6", "C11")
    def test_to_assist_bound_what_the_unit_may_ask(self) -> None:
        text = printed(CONTENTS[K.ASSISTANCE_NOTICE])
        assert "示范贸易有限公司（统一社会信用代码91350100M000100Y43）：" in text
        assert "（一）乘坐飞机（经济舱）" in text
        assert "不得批量浏览、按姓名检索、导出名单" in text
        assert "第一百一十七条" in text

    def test_of_a_refusal_give_reasons_and_the_way_to_object(self) -> None:
        refusal = CONTENTS[K.REFUSAL_NOTICE]
        assert isinstance(refusal, RefusalNotice)
        text = printed(refusal)
        assert "王五：" in text
        assert "控制的财产足以清偿。" in text
        assert "《中华人民共和国民事诉讼法》第二百三十六条的规定向本院提出书面异议" in text

    @pytest.mark.law("L11")
    def test_of_a_refusal_to_whom_the_measure_is_on_name_correction(self) -> None:
        refusal = CONTENTS[K.REFUSAL_NOTICE]
        assert isinstance(refusal, RefusalNotice)
        text = printed(replace(refusal, sought="提前删除张三的失信信息", rule="L2", is_by_subject=True))
        assert "书面申请提前删除张三的失信信息" in text
        assert "书面异议" not in text
        for said in REMEDY:
            assert said in text


class TestServiceRecord:
    @pytest.mark.law("G14", "P88")
    def test_states_document_persons_method_day_and_who_recorded(self) -> None:
        text = printed(CONTENTS[K.SERVICE_RECORD])
        for said in ("之二限制消费令，一件", "公告送达", "2026年11月16日", "示范书记员", "经过三十日，视为送达"):
            assert said in text


class TestCorrectionDecision:
    @pytest.mark.law("L12")
    def test_rejects_with_the_way_to_the_higher_court(self) -> None:
        text = printed(CONTENTS[K.CORRECTION_DECISION])
        assert "驳回申请人的纠正申请" in text
        assert "十日内向上一级人民法院（示范市中级人民法院）申请复议" in text

    @pytest.mark.law("L12")
    def test_corrects_within_three_working_days(self) -> None:
        decision = CONTENTS[K.CORRECTION_DECISION]
        assert isinstance(decision, CorrectionDecision)
        text = printed(replace(decision, corrects="删除申请人的失信信息"))
        assert "申请人的理由成立，删除申请人的失信信息。" in text
        assert "三个工作日内予以纠正" in text
        assert "驳回" not in text


class TestReconsiderationDecision:
    @pytest.mark.law("L12")
    def test_overturns_and_says_what_is_to_be_done(self) -> None:
        text = printed(CONTENTS[K.RECONSIDERATION_DECISION])
        assert "一、撤销（2026）兵9901执异5号纠正申请决定书" in text
        assert "二、删除张三的失信信息，由示范市示范区人民法院自收到本决定之日起三个工作日内办理" in text

    @pytest.mark.law("L12")
    def test_upholds(self) -> None:
        decision = CONTENTS[K.RECONSIDERATION_DECISION]
        assert isinstance(decision, ReconsiderationDecision)
        assert "驳回复议申请，维持（2026）兵9901执异5号" in printed(replace(decision, corrects=""))


class TestExemptionDecision:
    @pytest.mark.law("C8")
    def test_permits_what_on_which_days(self) -> None:
        """C8: approved hotel stay 2026-04-10–12."""
        text = printed(CONTENTS[K.EXEMPTION_DECISION])
        assert "准许申请人自2026年4月10日起至2026年4月12日止实施下列消费：（一）星级以上宾馆、酒店" in text
        assert "限一次使用" in text
        assert "第八条的规定" in text

    @pytest.mark.law("G18")
    def test_rejects_with_reasons_and_remedy(self) -> None:
        decision = CONTENTS[K.EXEMPTION_DECISION]
        assert isinstance(decision, ExemptionDecision)
        text = printed(replace(decision, is_granted=False, reason="未能查证属实", note="证明与事实不符。"))
        for said in ("本院认为：未能查证属实。", "证明与事实不符。", "决定不予准许", *REMEDY):
            assert said in text
        assert "准许申请人自" not in text

    @pytest.mark.law("G17-4")
    def test_voids_and_bars_and_says_how_to_contest_it(self) -> None:
        text = printed(CONTENTS[K.EXEMPTION_VOIDING])
        for said in (
            "当事人提供虚假证据",
            "自本决定作出之时起恢复限制",
            "上述认定被撤销以前",
            "第一百一十四条",
            *REMEDY,
        ):
            assert said in text


class TestDecisionsOnTime:
    @pytest.mark.law("G15")
    def test_of_grace_say_until_when_nothing_is_published(self) -> None:
        """G15: decision 2026-01-31 + 1 month → ends 2026-02-28."""
        text = printed(CONTENTS[K.GRACE_DECISION])
        assert "自上述决定作出之日起至2026年2月28日止" in text
        assert "宽限期内，不公布有关信息，不适用限制和惩戒" in text
        assert "纳入期限自宽限期届满之次日起算，至2028年2月28日止" in text
        assert "（法发〔2019〕35号）第十五条" in text

    @pytest.mark.law("L2", "G19", "L11")
    def test_of_a_term_that_goes_on_give_reasons_and_the_remedy(self) -> None:
        text = printed(CONTENTS[K.RETENTION_DECISION])
        for said in ("以暴力抗拒执行，情节严重。", "决定不予提前删除。纳入期限至2028年11月1日止", *REMEDY):
            assert said in text


class TestPerformanceCertificate:
    @pytest.mark.law("G21")
    def test_certifies_what_was_performed_and_costs_nothing(self) -> None:
        text = printed(CONTENTS[K.PERFORMANCE_CERTIFICATE])
        assert f"兹证明：被执行人{DEBTOR.name}就上述义务已履行完毕，本院于2026年11月12日予以确认" in text
        assert "不收取任何费用" in text
