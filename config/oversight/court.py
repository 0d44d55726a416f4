"""Tables of the court side: what is overdue, how fast people are released, what was undone, which grounds are used."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from blacklist import figures
from blacklist.law.grounds import GROUNDS
from blacklist.models import Court as CourtRow
from blacklist.models import TaskKind
from config.oversight import peers
from config.oversight.tables import Column, Row, Scope, Table, share
from pages.words import Words

COURT = Column("court", Words("法院代字", "Court code"), "text")
COURT_NAME = Column("court_name", Words("法院", "Court"), "court")
KINDS = {kind.value: Words(str(kind.label), kind.value.replace("_", " ")) for kind in TaskKind}
FROM_WHAT = {
    "listing": Words("失信名单", "Listing"),
    "order": Words("限制消费令", "Consumption order"),
    "correction": Words("纠正决定", "Upheld correction"),
}
GROUND_WORDS = {ground.number: Words(ground.zh, ground.en) for ground in GROUNDS.values()}
STANDING_OUT = {True: Words("明显不同", "stands out"), False: Words("", "")}
TWELVE_MONTHS = Words("近十二个月。", "The last twelve months.")


def overdue_rows(scope: Scope) -> list[Row]:
    """Return what is overdue by court and kind, the oldest first."""
    return [
        {
            "court": row.court,
            "court_name": scope.courts[row.court].name,
            "kind": row.kind,
            "overdue": row.overdue,
            "days": (scope.on - row.oldest_due_on).days,
            "oldest_due_on": row.oldest_due_on,
            "escalated": row.escalated,
        }
        for row in figures.overdue(scope.courts.keys(), on=scope.on)
    ]


def released_rows(scope: Scope) -> list[Row]:
    """Return how long each court took to release, by what from."""
    since, until = scope.period
    return [
        {
            "court": row.court,
            "court_name": scope.courts[row.court].name,
            "what": row.what,
            "released": row.released,
            "known": row.known,
            "median_days": row.median_days,
            "p90_days": row.p90_days,
            "in_time": share(row.in_time, row.known),
        }
        for row in figures.released(scope.courts.keys(), since=since, until=until)
    ]


UNDONE = (
    "listings",
    "orders",
    "listings_revoked",
    "orders_revoked",
    "corrections",
    "corrections_upheld",
    "reconsiderations",
    "reconsiderations_overturned",
)


def undone_rows(scope: Scope) -> list[Row]:
    """Return what each court decided, what of it was undone, and what became of the remedies."""
    since, until = scope.period
    counted = {name: figures.counts(name, since=since, until=until, courts=scope.courts.keys()) for name in UNDONE}
    return [
        {
            "court": court.code,
            "court_name": court.name,
            **{name: found[court.code] for name, found in counted.items()},
            "upheld": share(counted["corrections_upheld"][court.code], counted["corrections"][court.code]),
        }
        for court in scope.courts.values()
        if any(found[court.code] for found in counted.values())
    ]


def ground_rows(scope: Scope) -> list[Row]:
    """Return each court's use of each ground beside its peers'; those that stand out first."""
    since, until = scope.period
    found = figures.grounds(since=since, until=until)
    levels = dict(CourtRow.objects.filter(pk__in=found).values_list("pk", "level"))
    rows = [row for code in scope.courts if code in found for row in _of_court(code, found, levels, scope)]
    return sorted(rows, key=lambda row: (not row["stands_out"], row["court"], row["ground"]))


def _of_court(
    code: str, found: Mapping[str, tuple[int, ...]], levels: Mapping[str, str], scope: Scope
) -> Iterator[Row]:
    whole, *on_each = found[code]
    shares = _shares_of_peers(code, found, levels)
    for number, part in zip(GROUNDS, on_each, strict=True):
        others = peers.peers_range(shares[number])
        yield {
            "court": code,
            "court_name": scope.courts[code].name,
            "ground": number,
            "listings": whole,
            "on_ground": part,
            "share": share(part, whole),
            "peers": len(shares[number]),
            "peers_from": round(others.low, 3) if others else None,
            "peers_to": round(others.high, 3) if others else None,
            "stands_out": peers.stands_out(part, whole, others),
        }


def _shares_of_peers(
    code: str, found: Mapping[str, tuple[int, ...]], levels: Mapping[str, str]
) -> Mapping[int, list[float]]:
    """Return the shares of the other courts of the level that have enough cases, by ground."""
    shares: dict[int, list[float]] = defaultdict(list)
    for other, (whole, *on_each) in found.items():
        if other != code and levels[other] == levels[code] and whole >= peers.ENOUGH_CASES:
            for number, part in zip(GROUNDS, on_each, strict=True):
                shares[number].append(part / whole)
    return shares


OVERDUE = Table(
    "overdue",
    Words("逾期事项", "What is overdue"),
    (
        Words(
            "期限已过而未办结的事项，按最早到期的在先；上级法院同时看到（L13）。",
            "Open duties whose day has passed, the oldest first. The courts above see the same (L13).",
        ),
    ),
    (
        COURT,
        COURT_NAME,
        Column("kind", Words("事项", "Duty"), "text", KINDS),
        Column("overdue", Words("逾期件数", "Overdue")),
        Column("days", Words("最长逾期天数", "Longest, days"), "days"),
        Column("oldest_due_on", Words("最早到期日", "Oldest due"), "day"),
        Column("escalated", Words("已上报", "Escalated")),
    ),
    overdue_rows,
    bar="days",
    labels=("court_name", "kind"),
)
RELEASED = Table(
    "released",
    Words("解除用时", "Time to release"),
    (
        TWELVE_MONTHS,
        Words(
            "从事实发生之日（纠正：决定之日）到效力终止之日；只计法院没有裁量余地的情形。法律给三个工作日（L10、L12）。",
            "From the day of the fact (of a correction: of its decision) to the day the effect ended, where the court "
            "has no choice. The law gives three working days (L10, L12).",
        ),
    ),
    (
        COURT,
        COURT_NAME,
        Column("what", Words("解除的措施", "Released from"), "text", FROM_WHAT),
        Column("released", Words("解除", "Released")),
        Column("known", Words("有事实日期", "Day of the fact known")),
        Column("median_days", Words("中位数，天", "Median, days"), "days"),
        Column("p90_days", Words("第九十百分位，天", "90th percentile, days"), "days"),
        Column("in_time", Words("三个工作日内", "Within three working days"), "share"),
    ),
    released_rows,
    bar="in_time",
    labels=("court_name", "what"),
    is_kept=True,
)
UNDONE_TABLE = Table(
    "undone",
    Words("被纠正的措施", "Overturned measures"),
    (
        TWELVE_MONTHS,
        Words(
            "撤销指措施本不应采取。复议由上一级法院决定，计入原审查法院。",
            "Revoked: the measure should never have been. A reconsideration is decided by the court above, and counted "
            "at the court it was about.",
        ),
    ),
    (
        COURT,
        COURT_NAME,
        Column("listings", Words("纳入决定", "Listings decided")),
        Column("listings_revoked", Words("撤销纳入", "Listings revoked")),
        Column("orders", Words("限制消费令", "Orders decided")),
        Column("orders_revoked", Words("撤销限制（人次）", "Persons’ orders revoked")),
        Column("corrections", Words("纠正申请已决", "Corrections decided")),
        Column("corrections_upheld", Words("支持", "Upheld")),
        Column("upheld", Words("支持率", "Share upheld"), "share"),
        Column("reconsiderations", Words("复议已决", "Reconsiderations decided")),
        Column("reconsiderations_overturned", Words("改变原决定", "Overturned")),
    ),
    undone_rows,
    bar="upheld",
    labels=("court_name",),
    is_kept=True,
)
GROUNDS_TABLE = Table(
    "grounds",
    Words("失信情形", "Use of grounds"),
    (
        TWELVE_MONTHS,
        Words(
            "同级其他法院的范围是去掉最高、最低各一成后的范围，仅计决定三十件以上的法院，不足五个法院时不显示。本院占比的百分之九十九置信区间"
            "（Wilson）完全在该范围之外，且本院决定三十件以上时，标为“明显不同”。这只是一个值得询问的问题，不是结论，也不是评分。",
            "The peers’ range leaves out a tenth of the other courts of the level at either end; it counts courts with "
            "thirty decisions and more, and is shown of five and more. A court stands out when the 99 % interval of "
            "its share (Wilson) lies wholly outside that range, with thirty decisions of its own. That is a question "
            "to ask: no finding, and no score.",
        ),
    ),
    (
        COURT,
        COURT_NAME,
        Column("ground", Words("情形", "Ground"), "text", GROUND_WORDS),
        Column("listings", Words("纳入决定", "Listings decided")),
        Column("on_ground", Words("其中此情形", "On this ground")),
        Column("share", Words("占比", "Share"), "share"),
        Column("peers", Words("同级法院数", "Peers")),
        Column("peers_from", Words("同级范围自", "Peers from"), "share"),
        Column("peers_to", Words("至", "to"), "share"),
        Column("stands_out", Words("提示", "Note"), "text", STANDING_OUT),
    ),
    ground_rows,
    bar="share",
    labels=("court_name", "ground"),
    is_kept=True,
)
TABLES = (OVERDUE, RELEASED, UNDONE_TABLE, GROUNDS_TABLE)
