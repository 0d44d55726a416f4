"""`bin/bench acts`: acts of the court at a steady rate, from eight threads, through the services; how long each takes.

The load is open: an act is due at its instant whether or not the one before it has ended, and its time counts from
then. Two threads share each debtor: both propose the listing, one wins, the other takes an order on the same person.
"""

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django

THREADS = 8
COURTS = ("兵9801", "兵9802", "兵9803", "兵9804")
P99_MS, P99_BESIDE_MS = 500.0, 1000.0
WARM_UP = 2.0
Step = Callable[[], Any]


@dataclass
class Timed:
    """The acts done so far: how long each took from the instant it was due, and how they ended."""

    milliseconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, due: float, outcome: str, *, is_warm: bool) -> None:
        taken = (time.perf_counter() - due) * 1000
        with self.lock:
            self.outcomes[outcome] += 1
            if is_warm:
                self.milliseconds.append(taken)


def main(argv: list[str]) -> int:
    told = _arguments(argv)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", "--no-input", "--verbosity=0")
    print(f"preparing {_cases(told)} cases …", flush=True)
    scene = _prepare(_cases(told))
    before = _head()
    alone = _run(told, scene)
    _report("alone", alone, P99_MS, told)
    found = [_promise(alone, P99_MS)]
    if told.beside:
        with _Import(told.beside):
            beside = _run(told, scene)
        _report("beside an import", beside, P99_BESIDE_MS, told)
        found.append(_promise(beside, P99_BESIDE_MS))
    found.append(_check(before))
    return 0 if all(found) else 1


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench acts", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=100, help="acts a second, of all threads together")
    parser.add_argument("--beside", type=Path, metavar="RULINGS.csv", help="once more, while this file is imported")
    return parser.parse_args(argv)


def _cases(told: argparse.Namespace) -> int:
    """Return how many cases suffice: each debtor has nine acts of the two threads that share it."""
    rounds = 2 if told.beside else 1
    return int(rounds * (told.seconds * told.rate // 8 + THREADS))


@dataclass
class Scene:
    """Whom the acts are about and who does them; cases are taken once."""

    cases: Iterator[Any]
    officers: dict[tuple[str, str], Any]


def _prepare(count: int) -> Scene:
    from blacklist.law.duties import OFFICES
    from blacklist.models import Court, Officer

    run = uuid.uuid4().hex[:8]
    for code in COURTS:
        Court.objects.get_or_create(code=code, defaults={"name": code, "level": "basic", "phone": "000"})
    officers = {
        (code, office): Officer.objects.create(
            username=f"{office}-{code}-{run}", name=office, court_id=code, duties=sorted(OFFICES[office])
        )
        for code in COURTS
        for office in ("clerk", "enforcement_judge", "court_president")
    }
    opened = [_open(number, officers) for number in range(count)]
    return Scene(iter(opened), officers)


def _open(number: int, officers: dict[tuple[str, str], Any]) -> Any:
    from blacklist.models import EnforcementCase, PartyRole, ServiceMethod
    from blacklist.services import cases, persons
    from config.demonstration.people import resident_number

    code = COURTS[number % len(COURTS)]
    clerk = officers[code, "clerk"]
    at = datetime.now(UTC)
    serial = next(_serials)
    birth_date = date(1950, 1, 1) + timedelta(days=serial // 999 % 18_000)
    said = persons.Particulars("测示例", "resident_id", resident_number(birth_date, 1 + serial % 999))
    debtor = persons.register(said, by=clerk, at=at)
    year = at.year
    taken = EnforcementCase.objects.filter(court_id=code).count()
    case = cases.open_case(
        case_number=f"（{year}）{code}执{taken + 1}号",
        filed_on=at.date() - timedelta(days=60),
        basis=cases.Basis("示范仲裁委员会", "示范裁字1号", "支付货款"),
        parties=[cases.PartyNamed(debtor.pk, PartyRole.JUDGMENT_DEBTOR)],
        by=clerk,
        at=at,
    )
    cases.record_notice(
        case.pk,
        served_on=at.date() - timedelta(days=50),
        service_method=ServiceMethod.DIRECT,
        perform_by=at.date() - timedelta(days=30),
        has_risk_warning=True,
        by=clerk,
        at=at,
    )
    return case, debtor.pk


_serials = itertools.count(int(time.time()) % 9_000_000)


def _run(told: argparse.Namespace, scene: Scene) -> Timed:
    """Drive the acts; pairs of threads share their debtors."""
    timed = Timed()
    pairs = THREADS // 2
    share = told.seconds * told.rate // 8 // pairs + 1
    shared = [list(itertools.islice(scene.cases, share)) for _ in range(pairs)]
    begun = time.perf_counter() + 0.5
    with ThreadPoolExecutor(THREADS) as pool:
        running = [
            pool.submit(_drive, _Driver(told, scene, timed, begun, thread), shared[thread % pairs])
            for thread in range(THREADS)
        ]
        for one in running:
            one.result()
    return timed


@dataclass
class _Driver:
    """One thread: when its next act is due, and where it is noted."""

    told: argparse.Namespace
    scene: Scene
    timed: Timed
    begun: float
    thread: int
    done: int = 0

    def act(self, step: Step) -> Any:
        """Do one act at the instant it is due and note how long it took; None when it was refused."""
        from blacklist.law.refusals import Refusal

        interval = THREADS / self.told.rate
        due = self.begun + self.thread % (THREADS // 2) * interval / THREADS + self.done * interval
        self.done += 1
        if (wait := due - time.perf_counter()) > 0:
            time.sleep(wait)
        is_warm = due - self.begun > WARM_UP
        try:
            found = step()
        except Refusal as refusal:
            self.timed.note(due, refusal.code, is_warm=is_warm)
            return None
        self.timed.note(due, "done", is_warm=is_warm)
        return found

    @property
    def is_over(self) -> bool:
        return bool(time.perf_counter() - self.begun > self.told.seconds)


def _drive(driver: _Driver, shared: list[Any]) -> None:
    from django.db import connection

    try:
        for case, debtor in shared:
            if driver.is_over:
                return
            _list_or_order(driver, case, debtor)
    finally:
        connection.close()


def _list_or_order(driver: _Driver, case: Any, debtor: uuid.UUID) -> None:
    from blacklist.law.days import legal_day
    from blacklist.models import ServiceMethod
    from blacklist.services import listings, orders

    judge, clerk, president = (
        driver.scene.officers[case.court_id, office] for office in ("enforcement_judge", "clerk", "court_president")
    )
    today = legal_day(datetime.now(UTC))

    def now(**more: Any) -> dict[str, Any]:
        return {**more, "at": datetime.now(UTC)}

    ground = listings.GroundFound(2, "暴力抗拒执行。", ("E-1",), today - timedelta(days=10))
    proposal = listings.Proposal(case.pk, debtor, [ground], {}, "符合规定情形。")
    listing = driver.act(lambda: listings.propose(proposal, **now(by=judge)))
    direct: dict[str, Any] = {"served_on": today, "service_method": ServiceMethod.DIRECT}
    if listing is not None:
        driver.act(lambda: listings.sign(listing.pk, **now(by=president)))
        driver.act(lambda: listings.serve(listing.pk, **direct, **now(by=clerk)))
        driver.act(lambda: listings.publish(listing.pk, **now(by=judge)))
        return
    factors = ("passive_performance", "evasion", "resistance", "ability_to_perform")
    draft = orders.Proposal(
        case_id=case.pk,
        persons=[orders.Named(debtor)],
        activities=("flight.business", "rail.g_any"),
        period_until=today + timedelta(days=300),
        factors=dict.fromkeys(factors, "已查明。"),
        reasons="未按期履行。",
        own_motion="情况紧急。",
    )
    order = driver.act(lambda: orders.propose(draft, **now(by=judge)))
    if order is None:
        return
    driver.act(lambda: orders.sign(order.pk, **now(by=president)))
    driver.act(lambda: orders.serve(order.pk, **direct, **now(by=clerk)))
    driver.act(lambda: orders.lift(order.pk, reason="performed", note="", **now(by=judge)))


def _report(words: str, timed: Timed, promised: float, told: argparse.Namespace) -> None:
    rate = sum(timed.outcomes.values()) / told.seconds
    cut = statistics.quantiles(timed.milliseconds, n=1000)
    said = ", ".join(f"{code} {count}" for code, count in timed.outcomes.most_common())
    print(f"{words}: {rate:.0f} acts/s for {told.seconds} s from {THREADS} threads ({said})")
    print(f"  p50 {cut[499]:.0f} ms, p99 {cut[989]:.0f} ms, p99.9 {cut[998]:.0f} ms (promised p99 ≤ {promised:.0f} ms)")


def _promise(timed: Timed, promised: float) -> bool:
    return bool(statistics.quantiles(timed.milliseconds, n=100)[98] <= promised)


def _head() -> int:
    from blacklist.models import ListHead

    version: int = ListHead.objects.get().version
    return version


def _check(before: int) -> bool:
    """Say whether the register has no gap, nobody is listed twice in a case, and the whole register stands."""
    from django.db.models import Count

    from blacklist.models import Listing, RegisterEntry
    from blacklist.models.listing import LIVE_LISTING_STATES
    from blacklist.verification import faults

    head = _head()
    entries = RegisterEntry.objects.filter(version__gt=before).count()
    live = Listing.objects.filter(state__in=LIVE_LISTING_STATES).values("case", "debtor")
    twice = live.annotate(times=Count("pk")).filter(times__gt=1).count()
    found = list(faults())
    numbers = f"versions {before + 1} to {head}"
    print(f"register: {entries} entries for {numbers}; {twice} debtors listed twice; {len(found)} faults")
    return entries == head - before and not twice and not found


class _Import:
    """An import running in a process of its own for the length of a ``with`` block; its courts lie beside its file."""

    def __init__(self, file: Path) -> None:
        self._file = file.resolve()

    def __enter__(self) -> None:
        courts = str(self._file.with_name("courts.csv"))
        subprocess.run(_manage("import_courts", courts), env=_environment(), check=True)
        command = _manage("import_rulings", str(self._file))
        self._process = subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, text=True)

    def __exit__(self, *error: object) -> None:
        is_done = self._process.poll() is not None
        out, _ = self._process.communicate()
        print(f"  the import {'ended first' if is_done else 'outlasted the acts'}: {out.strip()}")


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(Path(__file__).parents[1] / "manage.py"), *arguments]


def _environment() -> dict[str, str]:
    """Return what a command is run with: settings that pass Django's own checks, which the bench's do not."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.local", "SECRET_KEY": "only-for-measuring"}
