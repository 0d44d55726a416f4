"""What the entry gate found, in words."""

from blacklist.services.entry_gate import Found
from blacklist.web import refusals
from pages.words import Words

CONFLICTS = {
    "number_faulty": Words(
        "号码有误，请对照证件重新输入。", "The number cannot be right: read it again from the document."
    ),
    "name_faulty": Words("姓名不符合证件的写法。", "This is no name as a document shows it."),
    "birth_date_conflict": Words("出生日期与号码不一致。", "The birth date is not the one in the number."),
    "sex_conflict": Words("性别与号码不一致。", "The sex is not the one in the number."),
    "in_doubt": Words("该号码存疑，请先核实或更正。", "The number is doubted: verify it or put it right first."),
    "minor": Words("未满十八周岁的，不得纳入名单或限制消费。", "Nobody under 18 is listed or restricted."),
    "duplicate": Words("本案中对此人已有同类措施。", "A measure of this kind is on this person in this case already."),
    "other_name": Words(
        "该号码在册的姓名不同，请核对是否同一人。", "The number is on file under another name: is it this person’s?"
    ),
    "namesake": Words(
        "有同名同出生日期的人在册，请比对号码。", "Others on file have this name and birth date: compare the numbers."
    ),
    "same_person": Words(
        "在册的同名同出生日期者可能是同一人，请关联证件。",
        "Somebody on file with this name and birth date may be the same person: link the documents.",
    ),
    "no_own_number": Words(
        "没有公民身份号码，凭其他证件的查询将无法确认。",
        "No citizen’s number is on file: other documents will not confirm.",
    ),
    "mismatch_reported": Words("查询中曾出现号码与姓名不符。", "Checks met this number under another name."),
    "other_documents": Words(
        "近期有以其他证件进行的查询与此人姓名、出生日期相符。",
        "Recent checks by other documents fit this name and birth date: they would be asked for more.",
    ),
}


def said(found: Found) -> tuple[Words, Words, str]:
    """Return what conflicts, what was wrong with the number or name, and whether it blocks."""
    words = CONFLICTS.get(found.conflict.value) or Words(found.sentence, found.sentence)
    more = refusals.of_code(found.problem) if found.problem else Words("", "")
    return words, more, found.weight.value
