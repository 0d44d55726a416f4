"""What the published fields of a listing are called, in the order in which they are published (L6, F8.5)."""

from collections.abc import Mapping
from dataclasses import asdict

from blacklist.law.particulars import Published
from blacklist.models import Sex
from pages.words import Words

LABELS: Mapping[str, Words] = {
    "name": Words("被执行人姓名或名称", "Name"),
    "sex": Words("性别", "Sex"),
    "age": Words("年龄", "Age"),
    "masked_number": Words("身份证号码或组织机构代码", "Number"),
    "legal_representative": Words("法定代表人或者负责人", "Legal representative"),
    "court": Words("执行法院", "Court"),
    "province": Words("省份", "Province"),
    "basis_number": Words("执行依据文号", "Basis document"),
    "basis_issuer": Words("作出执行依据单位", "Issued by"),
    "filed_on": Words("立案时间", "Filed on"),
    "case_number": Words("案号", "Case number"),
    "obligation": Words("生效法律文书确定的义务", "Obligation"),
    "performance": Words("被执行人的履行情况", "Performance"),
    "conduct": Words("失信被执行人行为具体情形", "Conduct"),
    "published_on": Words("发布时间", "Published on"),
}


def rows(says: Published) -> list[tuple[Words, object]]:
    """Return the fields that a listing has, with what they are called."""
    told = asdict(says) | {"sex": Sex(says.sex).label if says.sex else None}
    return [(label, told[name]) for name, label in LABELS.items() if told[name] not in (None, "")]
