"""The figures of the public statistics in words, and the groups they are told by."""

from collections.abc import Mapping
from types import MappingProxyType

from blacklist.law.grounds import GROUNDS
from config.oversight.checks import SECTOR_WORDS
from pages.words import Words

FIGURES: Mapping[str, Words] = MappingProxyType(
    {
        "listings": Words("纳入失信名单的决定", "Listing decisions"),
        "orders": Words("限制消费令", "Consumption orders"),
        "listings_ended": Words("删除失信信息", "Listings removed"),
        "listings_expired": Words("失信期限届满", "Listings run out"),
        "persons_released": Words("解除限制消费（人次）", "Persons released from orders"),
        "listings_revoked": Words("撤销纳入", "Listings revoked as wrong"),
        "orders_revoked": Words("撤销限制消费（人次）", "Persons’ orders revoked as wrong"),
        "corrections_upheld": Words("支持的纠正申请", "Corrections upheld"),
        "corrections_rejected": Words("驳回的纠正申请", "Corrections rejected"),
        "reconsiderations_overturned": Words("复议改变原决定", "Reconsiderations upheld"),
        "reconsiderations_dismissed": Words("复议维持", "Reconsiderations dismissed"),
        "listings_by_ground": Words("按情形的纳入决定", "Listing decisions by ground"),
        "checks_restricted": Words("查询结果：受限制", "Checks: restricted"),
        "checks_permitted": Words("查询结果：可以办理", "Checks: permitted"),
        "checks_undetermined": Words("查询结果：未能确定", "Checks: undetermined"),
    }
)
GROUPS: Mapping[str, Words] = MappingProxyType(
    {
        "court": Words("法院", "Court"),
        "ground": Words("情形", "Ground"),
        "sector": Words("行业", "Sector"),
    }
)
KEYS: Mapping[str, Mapping[str, Words]] = MappingProxyType(
    {
        "ground": {str(ground.number): Words(ground.zh, ground.en) for ground in GROUNDS.values()},
        "sector": SECTOR_WORDS,
    }
)
