"""What an answer says at a counter: one word, then what to do next. The reader is a clerk with a queue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pages.words import Words


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words; ``sign`` stands beside the word, so that no colour is needed to tell answers apart."""

    sign: str
    word: Words
    next: Words


PERMITTED = Said("✓", Words("可以办理", "Permitted"), Words("正常办理即可。", "Go on as usual."))
BARRED = Said(
    "✕",
    Words("受限制，不得办理", "Restricted"),
    Words(
        "请不要办理此项，并把告知单交给本人：上面写着作出决定的法院和提出异议的办法。",
        "Do not sell this. Give the person the slip: it names the court and says how to contest.",
    ),
)
REVIEW = Said(
    "!",
    Words("在名单上，从严审核", "Listed: examine strictly"),
    Words(
        "法律没有禁止贷款；是否发放，由贵单位从严审核后自行决定。", "No loan is forbidden; examine strictly and decide."
    ),
)
_UNDETERMINED: Mapping[str, Said] = {
    "document_required": Said(
        "?",
        Words("需要证件", "A document is needed"),
        Words("只凭姓名不能判断。请输入证件号码。", "A name alone decides nothing. Enter a document's number."),
    ),
    "possible_match": Said(
        "?",
        Words("还不能确定", "Not yet certain"),
        Words(
            "请本人出示居民身份证，用身份证号码再查一次。",
            "Ask for the resident ID card and check again by its number.",
        ),
    ),
    "name_mismatch": Said(
        "?",
        Words("姓名与号码不符", "Name and number do not fit"),
        Words("请对照证件，重新输入姓名和号码。", "Read name and number from the document again."),
    ),
    "refer_to_court": Said(
        "?",
        Words("由法院认定", "For the court to say"),
        Words("此答复不构成限制；本人可以向法院询问。", "This does not bar. The person may ask the court."),
    ),
}

# What decides where it is not what the reason alone says.
_NEXT: Mapping[str, Words] = {
    "present_earlier_document": Words(
        "请本人出示从前用的证件，用那个证件的号码再查一次。",
        "Ask for the document that the person had before, and check again by its number.",
    ),
    "compare_name_and_number_with_document": _UNDETERMINED["name_mismatch"].next,
    "ask_the_court": _UNDETERMINED["refer_to_court"].next,
}


def said(answer: Mapping[str, Any]) -> Said:
    """Return an answer in words."""
    if answer["decision"] == "permitted":
        return PERMITTED
    if answer["decision"] == "restricted":
        return REVIEW if answer["effect"] == "strict_review" else BARRED
    found = _UNDETERMINED[answer["reason"]]
    return replace(found, next=_NEXT.get(answer.get("next_step", ""), found.next))


FAULTS: Mapping[str, Words] = {
    "identity-check-digit": Words(
        "号码的校验位不对，请核对后重新输入。", "The check digit is wrong; read the number again."
    ),
    "identity-obsolete-15": Words(
        "这是旧的15位号码，请输入18位号码。", "This is an old number of 15 digits; enter the one of 18."
    ),
    "identity-birth-date": Words("号码里的出生日期不存在。", "The birth date in the number is impossible."),
    "identity-region": Words("号码开头不是任何地区。", "The number begins with no region."),
    "identity-characters": Words("号码里有不该出现的字符。", "The number has characters that do not belong there."),
    "identity-type-mismatch": Words(
        "号码的样式不对；每次只输入一个人。", "This is no number of that kind; enter one person at a time."
    ),
    "birth-date-contradicts-number": Words("出生日期与号码不符。", "The birth date contradicts the number."),
    "name-masked": Words("姓名不能有星号，请输入全名。", "The name must be whole, without asterisks."),
    "name-empty": Words("请输入姓名。", "Enter the name."),
    "name-characters": Words("姓名里有不该出现的字符。", "The name has characters that do not belong there."),
    "field-required": Words("请输入姓名；护照还要填签发国。", "Enter the name; for a passport, the issuing state too."),
    "unknown-value": Words("请选择列出的一项。", "Choose one that is listed."),
    "on-out-of-range": Words("日期应在今天起366天内。", "The day is today or within 366 days."),
    "activity-out-of-scope": Words(
        "协助执行通知书不包括这一项，或者查询已暂停。",
        "The assistance notice does not cover this, or asking is suspended.",
    ),
    "quota-exceeded": Words("查询太频繁，请稍等再试。", "Too many checks; wait a moment."),
    "unauthenticated": Words("凭证已失效，请重新登录。", "The credential is no longer good; sign in again."),
    "list-unconfirmed": Words(
        "名单暂时无法确认，没有结论；请稍后再试，不要当作可以办理。",
        "The list cannot be confirmed: there is no answer. Try again; this is not a permission.",
    ),
    "unavailable": Words(
        "服务暂时不可用，没有结论；请稍后再试。", "The service is not available: there is no answer. Try again."
    ),
}
NO_ANSWER = Words(
    "没有结论，请稍后再试；这不等于可以办理。", "There is no answer; try again. This is not a permission."
)


def fault_in_words(code: str) -> Words:
    """Return why there was no answer, for people."""
    return FAULTS.get(code, NO_ANSWER)
