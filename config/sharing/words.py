"""Share codes in plain words."""

from collections.abc import Mapping

from config.typed import said
from pages.words import Words

TERM_WORDS: Mapping[str, Words] = {
    "day": Words("24小时", "24 hours"),
    "three_days": Words("3天", "3 days"),
    "week": Words("7天", "7 days"),
}
NAMES_SHOWN: Mapping[str, Words] = {
    "masked": Words("只显示姓，如“张*”", "Only the first character, such as “张*”"),
    "full": Words("显示全名", "The whole name"),
}
_FAULTS: Mapping[str, Words] = {
    "unknown-value": Words("请选择列出的一项。", "Choose one that is listed."),
    "on-out-of-range": Words("日期应在今天起366天内。", "The day is today or within 366 days."),
    "date": Words("请填写年-月-日。", "Write the day as year-month-day."),
    "wrong-state": Words(
        "那一天您有有效的措施涉及此项，不能生成这样的码。",
        "A measure bears on this on that day: there is no code for it.",
    ),
    "not-concerned": Words(
        "这不是您向法院出示的那份证件的号码，请核对。",
        "This is not the number of the document that you showed at the court: read it again.",
    ),
    "quota-exceeded": Words("同时有效的码最多五个，请先撤回一个。", "Five codes at a time: revoke one first."),
}


def fault(code: str) -> Words:
    """Return why no code was made, for people."""
    return _FAULTS.get(code) or said(code)
