"""One good row of each measure, to be changed by a test in one cell."""

from datetime import date

from blacklist.imports.ruling import COLUMNS

TODAY = date(2026, 11, 22)
COURTS = frozenset({"兵9901", "兵9902"})

_SHARED = {
    "row_id": "1",
    "name": "测试甲",
    "document_type": "resident_id",
    "document_number": "110000199001010013",
    "sex": "M",
    "court_code": "兵9901",
    "case_number": "（2025）兵9901执7号",
    "filed_on": "2025-03-01",
    "basis_issuer": "兵9901示范人民法院",
    "basis_number": "（2024）兵9901民初7号",
    "obligation": "支付货款",
    "performance": "全部未履行",
    "conduct": "违反财产报告制度",
    "decided_on": "2025-06-01",
    "drafted_by": "judge01",
    "signed_by": "president01",
    "served_on": "2025-06-03",
    "service_method": "post",
}
LISTING = {
    **dict.fromkeys(COLUMNS, ""),
    **_SHARED,
    "measure": "listing",
    "grounds": "4",
    "decision_number": "（2025）兵9901执7号之一",
    "published_on": "2025-06-05",
    "term_until": "2027-06-01",
}
ORDER = {
    **dict.fromkeys(COLUMNS, ""),
    **_SHARED,
    "measure": "order",
    "decision_number": "（2025）兵9901执7号之二",
    "activities": "flight.business;hotel.star_rated",
    "period_until": "2027-05-31",
}
OTHER = {"name": "测试乙", "document_number": "110000199001010021", "sex": "F", "case_number": "（2025）兵9901执8号"}
