"""Where a listing is made public and who is told of it: closed lists, so that its end reaches all of them (L7, L8)."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from blacklist.law.refusals import Refusal

# L7: the list of the Supreme People's Court, and the further ways a court may choose.
SPC = "spc"
CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        SPC: "最高人民法院失信被执行人名单库",
        "court_site": "法院网站",
        "newspaper": "报纸",
        "radio": "广播",
        "television": "电视",
        "network": "网络",
        "notice_board": "法院公告栏",
    }
)

# L8: who is told, each kind with the rule by which it may be.
RECIPIENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "government": ("政府相关部门", "L8"),
        "regulator": ("金融监管机构", "L8"),
        "financial_institution": ("金融机构", "L8"),
        "public_body": ("承担行政职能的事业单位", "L8"),
        "trade_association": ("行业协会", "L8"),
        "credit_agency": ("征信机构", "L8"),
        "own_unit": ("所在单位", "L8"),
        "superior_body": ("主管部门或上级单位", "L8"),
    }
)

# What a recipient may be told of a listing: nothing that is not published (L6).
FIELDS: tuple[str, ...] = (
    "name",
    "sex",
    "age",
    "document_number",
    "legal_representative",
    "court",
    "basis_number",
    "basis_issuer",
    "case_number",
    "filed_on",
    "obligation",
    "performance",
    "conduct",
    "published_on",
)


def read_fields(fields: Collection[str]) -> list[str]:
    """Return the fields a recipient is told, once each, in the order of the list.

    :raises Refusal: ``field-required`` for none, ``unknown-value`` for one that is not published.
    """
    if not fields:
        raise Refusal("field-required", "Say what the recipient is told.", pointer="fields_told", article="L8")
    if not set(fields) <= set(FIELDS):
        raise Refusal("unknown-value", "Only what is published may be told.", pointer="fields_told", article="L6")
    return [field for field in FIELDS if field in fields]


def read_basis(kind: str, legal_basis: str) -> str:
    """Return the rule by which a recipient of this kind is told.

    :raises Refusal: ``no-legal-basis`` (L8, D13).
    """
    if legal_basis != RECIPIENTS[kind][1]:
        raise Refusal("no-legal-basis", pointer="legal_basis", article="L8")
    return legal_basis
