"""Applications in plain words: what each is, what its fields are called, where it stands, why not."""

from collections.abc import Mapping
from types import MappingProxyType

from blacklist.law.refusals import Refusal
from blacklist.web import refusals
from pages.words import Words


def _table(*rows: tuple[str, str, str]) -> Mapping[str, Words]:
    return MappingProxyType({code: Words(zh, en) for code, zh, en in rows})


TITLES = _table(
    ("correction", "申请纠正", "Ask for correction"),
    ("necessity", "申请例外：生活或者经营必需", "Ask for an exemption: needed to live or to work"),
    ("personal_funds", "申请例外：以个人财产因私消费", "Ask for an exemption: private, on your own means"),
    ("travel_lift", "申请紧急出行暂时解除", "Ask for a temporary lift: urgent travel"),
    ("early_removal", "申请提前删除", "Ask for early removal"),
    ("lift", "申请解除限制消费令", "Ask for the order to be lifted"),
    ("replacement", "因法定代表人、主要负责人变更申请解除", "Ask for a lift: you hold the office no longer"),
    ("reconsideration", "向上一级法院申请复议", "Ask the court above to reconsider"),
    ("completion", "补充材料", "Add what is missing"),
)
# What an application is called once it is filed.
NAMES = _table(
    ("correction", "纠正申请", "Request for correction"),
    ("reconsideration", "复议申请", "Reconsideration"),
    ("necessity", "例外申请：生活或者经营必需", "Exemption: needed to live or to work"),
    ("personal_funds", "例外申请：以个人财产因私消费", "Exemption: private, on your own means"),
    ("travel_lift", "紧急出行暂时解除", "Temporary lift: urgent travel"),
    ("early_removal", "提前删除申请", "Application for early removal"),
    ("lift", "解除限制消费令申请", "Application to lift the order"),
    ("replacement", "因任职变更解除申请", "Application to lift: office no longer held"),
    ("listing", "纳入名单申请", "Application for a listing"),
    ("order", "限制消费申请", "Application for a consumption order"),
    ("removal", "删除申请（申请执行人）", "Application for removal, by the applicant"),
)
# Under the title: who decides, by when, under which article.
LEADS = _table(
    (
        "correction",
        "不应采取、信息不准确或者应当结束的，法院应在十五日内审查；理由成立的，三个工作日内纠正。没有期限，不收费。（L11、L12、G18）",
        "If it should not be, is inaccurate, or should have ended, the court examines"
        " it within fifteen days and, where you are"
        " right, puts it right in three working days. At any time, without a fee. (L11, L12, G18)",
    ),
    (
        "necessity",
        "因生活或者经营必需而做被限制的事，须先获批准。由执行法官决定，一般五个工作日内。（C8）",
        "What you need to live or to work but the order bars needs permission first. The"
        " enforcement judge decides, as a rule within"
        " five working days. (C8)",
    ),
    (
        "personal_funds",
        "因单位债务被限制的人员，以个人财产因私消费，经查证属实的，应予准许。请说明款项来源。（C3、G17）",
        "Restricted for a unit’s debt, you may spend your own money privately: where that is"
        " verified, it is granted. Say where the money"
        " comes from. (C3, G17)",
    ),
    (
        "travel_lift",
        "确因紧急情况须乘飞机、高铁的，可以申请暂时解除，由院长批准，最长一个月。虚假证据或者违反承诺的，立即恢复限制，且不再批准。（G17）",
        "For an urgent journey by aircraft or high-speed rail: the president decides, for"
        " one month at most. False evidence or a breach"
        " restores the limit at once, and nothing further is approved. (G17)",
    ),
    (
        "early_removal",
        "纳入名单有期限的，积极履行或者主动纠正后，法院可以决定提前删除。（L2、G19）",
        "From a listing with a term, the court may remove you early once you have"
        " performed or put right what was wrong. (L2, G19)",
    ),
    (
        "lift",
        "提供确实有效的担保，或者申请执行人同意的，法院可以解除；已履行完毕的，应当解除。（C9）",
        "With real security or the applicant’s consent the court may lift it; after full performance it must. (C9)",
    ),
    (
        "replacement",
        "因经营管理需要已经变更，且不是实际控制人、不是直接责任人员的，经查证属实，应予解除。请附证据。（G17）",
        "If the office really changed for the business, and you neither control the unit"
        " nor are directly responsible, it is lifted once"
        " verified. Name the evidence. (G17)",
    ),
    (
        "reconsideration",
        "驳回决定送达之日起十日内提出；上一级法院自收到之日起十五日内决定。复议期间不停止执行。（L12）",
        "Within ten days of service; the court above decides within fifteen days of"
        " receipt. The measure stands meanwhile. (L12)",
    ),
    ("completion", "法院只告知一次。", "The court says once what is missing."),
)
LABELS = _table(
    ("reason", "哪里不对", "What is wrong"),
    ("statement", "事实和理由", "What happened and why"),
    ("request", "事实和理由", "What happened and why"),
    ("purpose", "做什么、在何处、费用多少、为何必需", "What for, where, at what cost, and why it is needed"),
    ("evidence", "证据", "Evidence"),
    ("wants_explanation", "请法院当日向我说明", "I want the court to explain it the same day"),
    ("activities", "申请准许的事项", "What you want to do"),
    ("first_day", "从哪一天", "From which day"),
    ("last_day", "到哪一天（含当日）", "Until which day (inclusive)"),
    ("is_single_use", "只用一次", "For one time only"),
    ("travel_reason", "紧急事由", "Why it is urgent"),
    (
        "has_undertaking",
        "我承诺：所提供的证据真实；只在批准的范围内出行；违反的，立即恢复限制并承担责任。",
        "I undertake: my evidence is true, I travel only as approved; if not, the limit"
        " is restored at once and I answer for it.",
    ),
    ("obstacle", "超过十日的：为何未能按期提出", "After the ten days: what kept you from asking in time"),
    ("obstacle_ended_on", "障碍消除的日期", "Day on which that ended"),
)
HINTS = _table(
    (
        "travel_lift.evidence",
        "没有证据不能批准，如诊断证明、考试通知。每行一份材料的名称；原件交给法院窗口或者邮寄，注明回执编号。",
        "Nothing is approved without it: a diagnosis, a notice of the examination. One document a line; bring or post"
        " them, with the number of the receipt.",
    ),
    (
        "necessity.evidence",
        "没有证据不能批准，如需要的证明、费用。每行一份材料的名称；原件交给法院窗口或者邮寄，注明回执编号。",
        "Nothing is approved without it: proof of the need and of the cost. One document a line; bring or post them,"
        " with the number of the receipt.",
    ),
    (
        "personal_funds.evidence",
        "没有证据不能批准，如工资账户流水等款项来源。每行一份材料的名称；原件交给法院窗口或者邮寄，注明回执编号。",
        "Nothing is approved without it: where the money comes from, such as a salary account. One document a line;"
        " bring or post them, with the number of the receipt.",
    ),
    ("statement", "写得越具体，审查越快。", "The more exact, the sooner it is examined."),
    (
        "evidence",
        "每行一份材料的名称；原件交给法院窗口或者邮寄，注明回执编号。",
        "One document a line. Bring or post them, with the number of the receipt.",
    ),
    (
        "obstacle",
        "不可抗拒的事由或者其他正当理由；按期提出的不填。",
        "Force majeure or another good reason; leave it empty if you ask in time.",
    ),
)
REASONS = _table(
    ("should_not_be_listed", "我不应被纳入名单", "I should not be on the list"),
    ("should_not_be_restricted", "我不应被限制消费", "I should not be restricted"),
    ("inaccurate", "记载的信息不准确", "What is recorded is inaccurate"),
    ("should_be_ended", "应当已经删除或者解除", "It should have ended"),
)
TRAVEL_WORDS = _table(
    ("illness", "本人或近亲属重大疾病就医", "Treatment of a major illness, mine or a close relative’s"),
    ("funeral", "近亲属丧葬", "A close relative’s funeral"),
    ("official_duty", "本人执行或配合执行公务", "Official duty, or helping with it"),
    ("foreign_affairs", "参加外事活动", "Foreign affairs"),
    ("examination", "重要考试", "An important examination"),
    ("of_like_weight", "其他类似的紧急情况", "Another urgent case of like weight"),
)
STATES: Mapping[str, Mapping[str, Words]] = {
    "correction": _table(
        ("received", "已收到，等待审查", "Received, waiting to be examined"),
        ("incomplete", "法院要求补充材料", "The court has asked for more"),
        ("under_review", "正在审查", "Under review"),
        ("upheld", "申请成立，法院应予纠正", "You are right: the court puts it right"),
        ("rejected", "已驳回", "Rejected"),
        ("corrected", "已纠正", "Put right"),
        ("withdrawn", "已撤回", "Withdrawn"),
    ),
    "reconsideration": _table(
        ("filed", "已提交，等待转送上一级法院", "Filed, to be sent to the court above"),
        ("forwarded", "正在转送上一级法院", "On its way to the court above"),
        ("superior_review", "上一级法院正在审查", "Under review by the court above"),
        ("dismissed", "维持原决定", "The rejection stands"),
        ("overturned", "申请成立，应予纠正", "You are right: it is put right"),
        ("corrected", "已纠正", "Put right"),
    ),
    "exemption": _table(
        ("submitted", "已收到，等待决定", "Received, to be decided"),
        ("incomplete", "法院要求补充材料", "The court has asked for more"),
        ("approved", "已批准", "Approved"),
        ("rejected", "未批准", "Not approved"),
        ("withdrawn", "已撤回", "Withdrawn"),
        ("used", "已使用", "Used"),
        ("expired", "已过期", "Its days have passed"),
        ("voided", "已作废", "Void"),
    ),
    "application": _table(
        ("received", "已收到，等待决定", "Received, to be decided"),
        ("granted", "已同意，待办理", "Agreed to; to be carried out"),
        ("refused", "已驳回", "Refused"),
        ("withdrawn", "已撤回", "Withdrawn"),
    ),
}
OUTCOMES = _table(
    ("not_verified", "未能查证属实", "It could not be verified"),
    ("not_necessary", "并非生活或者经营必需", "Not needed to live or to work"),
    ("not_urgent", "并非紧急", "Not urgent"),
    ("reason_not_covered", "不属于规定的情形", "Not one of the reasons of the law"),
    ("cheaper_way", "有不受限制的替代方式", "There is a way that is not restricted"),
    ("false_evidence", "提供虚假证据", "False evidence"),
    ("breach", "违反承诺或超出批准范围", "A breach of the undertaking"),
)
# Why not, and what to do about it.
PLAIN = _table(
    ("duplicate", "您的同一申请正在等待决定，无需再次提交。", "The same application of yours waits to be decided."),
    ("not-concerned", "该措施不是对您采取的。", "This measure is not on you."),
    (
        "not-found",
        "没有这项记录，或者它已经变更；请返回“我的记录”重新打开。",
        "There is no such record, or it has changed: go back to your record.",
    ),
    (
        "wrong-state",
        "现在的状态下不能这样办理；请返回“我的记录”查看。",
        "That cannot be done as things stand: look at your record again.",
    ),
    ("already-done", "已经办过了；请返回“我的记录”查看。", "That has been done: look at your record."),
    (
        "filed-late",
        "十日期限已过。因不可抗拒的事由或者其他正当理由耽误的，请在下面说明。",
        "The ten days have passed. If you were kept from asking, say below by what.",
    ),
    ("no-court-above", "没有上一级法院可以复议。", "There is no court above to ask."),
    (
        "exemption-kind",
        "您不属于这类例外的适用对象；请选择另一种。",
        "This kind of exemption is not for you: choose the other one.",
    ),
    (
        "activity-not-exemptible",
        "紧急出行只能解除飞机和高铁的限制。",
        "Urgent travel frees aircraft and high-speed rail only.",
    ),
    ("not-restricted", "该令不限制这一项，不需要准许。", "The order does not bar this: you need no permission."),
    (
        "window-too-long",
        "时间超过了法律允许的最长期间：紧急出行一个月，个人财产消费十二个月。",
        "Longer than the law allows: a month for urgent travel, a year on own means.",
    ),
    (
        "no-reapply",
        "因虚假证据或者违反承诺，本案不再批准新的申请；对该认定可以申请纠正。",
        "After false evidence or a breach nothing more is approved in this case; you"
        " may ask for that finding to be corrected.",
    ),
    (
        "undertaking-required",
        "请作出承诺：没有书面承诺不能批准。",
        "Give the undertaking: nothing is approved without it.",
    ),
    ("reasons-required", "请写明理由。", "Say why."),
    ("date", "日期不存在，或者先后颠倒。", "There is no such day, or the days are in the wrong order."),
    ("date-in-future", "这一天还没有到。", "This day has not come yet."),
    ("unknown-value", "请从列出的项目中选择。", "Choose one of those listed."),
    (
        "control-characters",
        "文字中有不能显示的字符，请删除后再提交。",
        "The text has characters that cannot be shown: remove them.",
    ),
)


def plain(refusal: Refusal) -> Words:
    """Return why something is refused, for whoever knows no law; else as court staff read it."""
    return PLAIN.get(refusal.code) or refusals.said(refusal)
