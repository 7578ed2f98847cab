"""Fakes of what the screens are given, with data that looks like a working day. No store, no network, no clock of the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldapp.domain.contacts import Contact
from fieldapp.domain.records import Label, Owner, Priority, State
from fieldapp.errors import Fault, NetworkFault, RefusedFault
from fieldapp.release import Manifest, ReleaseFile
from fieldapp.services.findings import Finding, Outcome
from fieldapp.services.full_backup import Made
from fieldapp.services.intake import IntakeForm, Override, layout
from fieldapp.services.overview import CertificateInfo, Check, CheckKey, DueCall, TodayView, UpkeepView, Watch
from fieldapp.services.shipped import shipped_catalog, shipped_profile
from fieldapp.settings import Settings
from fieldapp.store.records import (
    Conflict,
    Counts,
    Op,
    OpKind,
    OpState,
    OrderFilter,
    OrderRow,
    OutboxItem,
    Receipt,
    RecordRow,
    Sort,
    TakenAway,
)
from fieldapp.sync.report import HeldBack
from fieldapp.ui.services import UiServices
from fieldapp.ui.stages import Stage

MANAGER = Contact("wang", "王强", "pm", "handling", phone="138 0013 8000")
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@dataclass
class StillClock:
    """A clock that moves when told."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


_DAY = (
    ("核心交换机双机切换失败，园区视频中断", "滨江区公安分局", "滨江区江南大道 1288 号 3 号机房", Priority.CRITICAL, -0.3, 2),
    ("存储阵列 2 号控制器离线", "钱塘智慧城管中心", "钱塘区金沙大道 600 号", Priority.SEVERE, 1.1, 5),
    ("卡口摄像机夜间补光灯不亮（8 路）", "余杭交警大队", "余杭区文一西路与荆长路口", Priority.NORMAL, 3.4, 8),
    ("平台软件检索录像提示超时", "西湖区数据资源局", "西湖区文三路 478 号华星时代广场", Priority.NORMAL, 5.2, 8),
    ("UPS 电池组告警，旁路供电", "萧山国际机场公安局", "萧山区空港大道 T4 弱电间 B2-17", Priority.SEVERE, 4.2, 5),
    ("录像服务器硬盘预警，RAID 降级", "上城区应急管理局", "上城区望江东路 332 号", Priority.NORMAL, 6.9, 8),
)


def order_row(n: int = 0, /, **values: object) -> OrderRow:
    """One realistic row; keyword arguments replace its fields."""
    title, customer, site, priority, hours, target = _DAY[n % len(_DAY)]
    due = NOW + timedelta(hours=hours)
    row = OrderRow(
        id=f"order-{n}",
        number=f"WX-20261123-{100 + n:06d}",
        title=title,
        customer=customer,
        site=site,
        contact="陈国栋",
        state=(State.IN_PROGRESS, State.DISPATCHED, State.ON_HOLD)[n % 3],
        priority=priority,
        category="硬件故障",
        assignee="eng-001",
        discovered_at=due - timedelta(hours=target),
        due_at=due,
        appointment_at=NOW + timedelta(hours=2),
        accepted=True,
        resolved_at=None,
        updated_at=NOW,
        frozen=None,
        local_only=False,
        unsent=n % 4 == 0,
        parked=False,
        conflicts=0,
    )
    return replace(row, **values)  # type: ignore[arg-type]


def counts(**values: object) -> Counts:
    by_state = dict.fromkeys(State, 0) | {State.DISPATCHED: 4, State.IN_PROGRESS: 3, State.ON_HOLD: 1, State.CLOSED: 42}
    return replace(Counts(50, by_state, 3, 0, 2, 0), **values)  # type: ignore[arg-type]


def today_view(**values: object) -> TodayView:
    waiting = (
        order_row(
            9, id="w1", number="WX-20261123-000141", accepted=False, state=State.DISPATCHED, title="门禁控制器离线，员工无法进出"
        ),
        order_row(10, id="w2", number="WX-20261123-000142", accepted=False, state=State.DISPATCHED, title="机房精密空调漏水告警"),
    )
    call = DueCall(
        "order-0",
        "WX-20261123-000100",
        _DAY[0][0],
        "critical-30m-2",
        "periodic",
        NOW - timedelta(minutes=4),
        True,
        ("pm", "director", "leaders"),
        ("sms",),
        "【事件通报】滨江区公安分局核心交换机双机切换失败，园区视频中断，已处理 1 时 42 分，正在更换主控板，预计 15:30 恢复。",
        people=(MANAGER, replace(MANAGER, id="chen", name="陈建国", audience="director")),
    )
    phone = replace(call, notice_key="critical-phone", audiences=("pm",), channels=("phone",), people=(MANAGER,))
    soon = replace(
        call,
        order_id="order-1",
        notice_key="severe-1h",
        title=_DAY[1][0],
        number="WX-20261123-000101",
        due_at=NOW + timedelta(minutes=11),
        late=False,
        audiences=("pm", "director"),
        channels=("sms",),
        text="【事件通报】存储阵列 2 号控制器离线，已到场检测，备件在途。",
    )
    checks = (
        Check(CheckKey.ORDERS, True, 50),
        Check(CheckKey.UNSENT, False, 3),
        Check(CheckKey.LOGIN, True),
        Check(CheckKey.CERTIFICATE, True, 212),
        Check(CheckKey.DISK, True, 84.2 * 2**30),
        Check(CheckKey.BACKUP, True, 5.4),
        Check(CheckKey.CLOCK, True, 1.3),
        Check(CheckKey.FONTS, True),
    )
    view = TodayView(NOW, tuple(order_row(n) for n in range(6)), waiting, (call, phone, soon), counts(), checks)
    return replace(view, **values)  # type: ignore[arg-type]


def watch(**values: object) -> Watch:
    """What a look at the timetable found."""
    made = Watch(NOW, today_view().calls[:2], NOW + timedelta(minutes=11))
    return replace(made, **values)  # type: ignore[arg-type]


@dataclass
class FakeOrders:
    """Remembers what was asked of it; `refuse` makes each step fail."""

    view: TodayView = field(default_factory=today_view)
    refuse: Fault | None = None
    calls: list[tuple[object, ...]] = field(default_factory=list)
    now_watch: Watch = field(default_factory=lambda: Watch(NOW, (), None))
    looks: int = 0

    def accept(self, order_id: str) -> None:
        self._step("accept", order_id)

    def decline(self, order_id: str, reason: str) -> None:
        self._step("decline", order_id, reason)

    def record_notice(
        self, order_id: str, notice_key: str, outcome: str, result: str, person: str = "", number: str = ""
    ) -> None:
        self._step("notice", order_id, notice_key, outcome)

    def hand_over(self, order_id: str, notice_keys: Iterable[str]) -> int:
        self._step("hand_over", order_id, *notice_keys)
        return 1

    def watch(self) -> Watch:
        self.looks += 1
        return self.now_watch

    def detail(self, order_id: str) -> object:
        raise NotImplementedError

    def today(self) -> TodayView:
        return self.view

    def _step(self, *call: object) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.calls.append(call)
        if call[0] in ("accept", "decline"):
            self.view = replace(self.view, waiting=tuple(row for row in self.view.waiting if row.id != call[1]))


def taken_away(n: int = 0, /, **values: object) -> TakenAway:
    """One order that the desk cancelled; keyword arguments replace its fields."""
    row = order_row(n)
    made = TakenAway(
        row.id,
        "order",
        row.number,
        row.title,
        row.customer,
        "cancelled",
        "与 WX-20261123-000098 是同一故障，请合并处理。",
        "李梅",
        "",
        NOW - timedelta(hours=1),
        NOW - timedelta(minutes=3),
        None,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def op(**values: object) -> Op:
    made = Op("op-1", "order-0", OpKind.PATCH, {}, OpState.PENDING, None, None, 0, None, None, NOW, NOW, None, None)
    return replace(made, **values)  # type: ignore[arg-type]


def outbox_items() -> tuple[OutboxItem, ...]:
    problem = {"code": "refused", "detail": "原因类别：请选择"}
    return (
        OutboxItem("order-0", "WX-20261123-000100", _DAY[0][0], (op(attempts=1),), 2310, 4, 1, 6_400_000, 2_900_000),
        OutboxItem("order-1", "WX-20261123-000101", _DAY[1][0], (op(state=OpState.PARKED, problem=problem),), 1180, 0, 0, 0, 0),
        OutboxItem(
            "order-4",
            "WX-20261123-000104",
            _DAY[4][0],
            (op(kind=OpKind.CREATE, not_before=NOW + timedelta(minutes=3)),),
            5120,
            2,
            0,
            812_000,
            0,
        ),
    )


def conflict(**values: object) -> Conflict:
    made = Conflict(
        "c1", "order-1", "contact_phone", None, None, "13800000000", "13957100021", "13957100088", Owner.SHARED, NOW, None, None
    )
    return replace(made, **values)  # type: ignore[arg-type]


@dataclass
class FakeQueries:
    """A list of any length, rows made on demand."""

    total: int = 50
    items: tuple[OutboxItem, ...] = field(default_factory=outbox_items)
    open_conflicts: tuple[Conflict, ...] = ()
    now_receipts: tuple[Receipt, ...] = ()
    taken: tuple[TakenAway, ...] = ()
    asked: list[tuple[OrderFilter, Sort]] = field(default_factory=list)
    now_counts: Counts = field(default_factory=counts)

    def many_wait(self) -> bool:
        return False

    def first_rows(
        self, wanted: OrderFilter, sort: Sort, most: int, cancelled: Callable[[], bool], *, indexed_only: bool = False
    ) -> Sequence[OrderRow]:
        if cancelled():
            return ()
        self.asked.append((wanted, sort))
        return self.order_rows(self._ids(wanted)[:most])

    def order_ids(self, wanted: OrderFilter, sort: Sort, most: int | None, cancelled: Callable[[], bool]) -> Sequence[str]:
        if cancelled():
            return ()
        self.asked.append((wanted, sort))
        return self._ids(wanted)[:most]

    def _ids(self, wanted: OrderFilter) -> tuple[str, ...]:
        return tuple(f"order-{n}" for n in range(self.total if not wanted.text else min(3, self.total)))

    def order_rows(self, ids: Sequence[str]) -> Sequence[OrderRow]:
        return tuple(order_row(int(key.rsplit("-", 1)[1])) for key in ids)

    def records(self, ids: Sequence[str]) -> Sequence[RecordRow]:
        return ()

    def outbox_items(self) -> Sequence[OutboxItem]:
        return self.items

    def receipts(self) -> Sequence[Receipt]:
        return self.now_receipts

    def conflicts(self) -> Sequence[Conflict]:
        return self.open_conflicts

    def taken_away(self) -> Sequence[TakenAway]:
        return self.taken

    def counts(self) -> Counts:
        return self.now_counts


@dataclass(frozen=True)
class FakeReport:
    outcome: str = "done"
    pulled: int = 7
    pushed: int = 3
    blobs: int = 2
    conflicts: int = 0
    parked: int = 1
    unreadable: int = 0
    requests: int = 9
    bytes_sent: int = 812_345
    bytes_received: int = 43_210
    problem: str | None = None
    retry_after_s: float | None = None
    started_at: datetime = NOW - timedelta(minutes=2, seconds=4)
    finished_at: datetime = NOW - timedelta(minutes=2)
    held_back: tuple[HeldBack, ...] = ()


@dataclass(frozen=True)
class FakeProgress:
    phase: str = "push"
    done: int = 1
    total: int = 4


@dataclass
class FakeIntake:
    """A form of the real layout, two known customers; remembers what was kept and recorded."""

    recorded: list[tuple[Mapping[str, object], Override | None]] = field(default_factory=list)
    kept: list[Mapping[str, object]] = field(default_factory=list)

    def begin(self) -> IntakeForm:
        begun = {"nature": "fault", "service_mode": "onsite"}
        form = shipped_catalog().latest("maintenance-work-order")
        return IntakeForm(form, layout(), shipped_profile(), begun, None, "", self.customers(""))

    def keep(self, given: Mapping[str, object], level: Priority | None, reason: str) -> None:
        self.kept.append(given)

    def discard(self) -> None:
        self.kept.append({})

    def customers(self, text: str) -> tuple[str, ...]:
        return ("滨江区公安分局", "钱塘智慧城管中心")

    def known(self, customer: str) -> dict[str, object]:
        return {"customer_unit": customer, "contact_name": "陈国栋", "contact_phone": "13957100021"}

    def by_serial(self, serial: str) -> dict[str, object]:
        return {}

    def record(self, given: Mapping[str, object], override: Override | None = None) -> str:
        self.recorded.append((given, override))
        return "new-order"


@dataclass
class FakeSync:
    """Answers with `report`, or raises `error`."""

    report: FakeReport = field(default_factory=FakeReport)
    error: Exception | None = None
    runs: int = 0
    asked: int = 0
    calls: list[tuple[object, ...]] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    """Fields whose values can be joined."""

    def run_once(
        self, cancel: Callable[[], bool], progress: Callable[[FakeProgress], None], *, metered: bool = False
    ) -> FakeReport:
        self.runs += 1
        progress(FakeProgress())
        if self.error is not None:
            raise self.error
        return self.report

    def send_anyway(self, order_id: str) -> None:
        self.calls.append(("anyway", order_id))

    def sent_anyway(self) -> frozenset[str]:
        return frozenset(str(call[1]) for call in self.calls if call[0] == "anyway")

    def retry(self, order_id: str) -> None:
        self.calls.append(("retry", order_id))

    def settle(self, conflict_id: str, choice: str) -> None:
        self.calls.append(("settle", conflict_id, choice))

    def joinable(self, conflicts: Iterable[Conflict]) -> frozenset[str]:
        return frozenset(item.id for item in conflicts if item.field in self.words)

    def login(self, user_name: str, password: str) -> None:
        self.calls.append(("login", user_name))

    def acknowledge(self, order_ids: Sequence[str]) -> None:
        self.calls.append(("acknowledge", *order_ids))

    def removals_asked(self) -> int:
        return self.asked

    def allow_removals(self) -> None:
        self.calls.append(("allow", self.asked))
        self.asked = 0


@dataclass
class FakeUpkeep:
    backups: int = 4

    def view(self) -> UpkeepView:
        certificate = CertificateInfo(
            "李晓峰（eng-001）", "9f3ac2" * 10 + "77aa", NOW - timedelta(days=150), NOW + timedelta(days=212)
        )
        return UpkeepView(
            data_dir="/home/lixf/.local/share/fieldapp",
            data_size=168_000_000,
            free_bytes=84 * 2**30,
            backups=self.backups,
            last_backup_at=NOW - timedelta(hours=5),
            certificate=certificate,
            form_title=Label("维护服务派工单", "Maintenance work order"),
            form_version=1,
            profile_name=Label("事件管理过程 GSB/T 316.08", "Incident management process GSB/T 316.08"),
            profile_version=2,
            user_name="李晓峰",
            device_name="FIELD-LAPTOP-07",
            device_id="5f0f6a52-6c7e-4a3b-9e38-0b1d2c3e4f50",
            program_version="0.1.0",
        )

    def backup_if_due(self) -> bool:
        return False

    def catch_up(self) -> bool:
        return False

    def backup_now(self) -> None:
        self.backups += 1


@dataclass
class FakeSigner:
    """Takes every identity whose secret is 246813."""

    adopted: list[tuple[Settings, bool]] = field(default_factory=list)

    def adopt(self, settings: Settings, secret: str, *, keep: bool) -> None:
        if settings.signer != "device" and secret != "246813":  # a fake's
            raise RefusedFault("token.wrong-pin", "the PIN of the token is wrong")
        self.adopted.append((settings, keep))


@dataclass(frozen=True)
class FakePart:
    key: str
    name: str
    data: bytes


FINDINGS = (
    Finding("fonts.ok", Outcome.OK, {"n": 4}),
    Finding("keyring.ok", Outcome.OK, {"backend": "Keyring"}),
    Finding("disk.low", Outcome.WARN, {"free": 400 * 2**20}),
    Finding("database.ok", Outcome.OK, {"schema": "0003"}),
    Finding("backups.ok", Outcome.OK, {"orders": 50, "hours": 5.0, "n": 4}),
    Finding("certificate.ok", Outcome.OK, {"days": 212}),
    Finding("endpoint.silent", Outcome.FAIL, {"reason": "net.unreachable"}),
    Finding("tls.unknown", Outcome.WARN, {"reason": "net.unreachable"}),
    Finding("clock.unknown", Outcome.WARN),
    Finding("input.ibus", Outcome.OK),
    Finding("codes.ok", Outcome.OK),
    Finding("printer.none", Outcome.WARN),
    Finding("crashes.none", Outcome.OK),
)


@dataclass
class FakeDiagnosis:
    """Finds `findings`; a bundle of two parts; a full backup in three steps."""

    findings: tuple[Finding, ...] = FINDINGS
    untold: int = 0
    fresh: int = 0
    told: int = 0
    saved: list[tuple[Path, int]] = field(default_factory=list)
    backups: list[tuple[Path, str]] = field(default_factory=list)
    damaged: int = 0
    examined: int = 0

    def examine(self, told: Callable[[Finding], None]) -> Sequence[Finding]:
        self.examined += 1
        for finding in self.findings:
            told(finding)
        return self.findings

    def parts(self, findings: Sequence[Finding]) -> Sequence[FakePart]:
        return (FakePart("doctor", "doctor.json", b"[]"), FakePart("log", "program.log", b"one line\n" * len(findings)))

    def save_bundle(self, parts: Sequence[FakePart], path: Path) -> None:
        self.saved.append((path, len(parts)))

    def full_backup(self, to: Path, passphrase: str, told: Callable[[int, int], None]) -> Made:
        for step in range(3):
            told(step, 3)
        self.backups.append((to, passphrase))
        return Made(to / "a.fieldapp-backup", 50, 120, 84 * 2**20, self.damaged)

    def logs_folder(self) -> Path:
        return Path("logs")

    def crashes_untold(self) -> int:
        return self.untold

    def crashes_fresh(self) -> int:
        return self.fresh

    def crashes_told(self) -> None:
        self.told += 1


INSTALLER = ReleaseFile("fieldapp_0.2.0_amd64.deb", 74 * 2**20, "ab" * 32)
RELEASE = Manifest(
    7,
    "0.2.0",
    "0.1.0",
    NOW - timedelta(days=2),
    NOW + timedelta(days=88),
    {"zh": "打开大附件更快；修复离线签字后偶尔重复提示的问题。", "en": "Large files open faster."},
    {"linux-amd64": INSTALLER},
)


@dataclass(frozen=True)
class FakeOffer:
    manifest: Manifest | None = None
    file: ReleaseFile | None = None
    downloaded: Path | None = None
    problem: str | None = None
    required: bool = False
    has_key: bool = True


@dataclass
class FakeUpdates:
    """Offers `now`; asking brings `later`; fetching puts the installer where it says."""

    now: FakeOffer = field(default_factory=FakeOffer)
    later: FakeOffer = field(default_factory=lambda: FakeOffer(RELEASE, INSTALLER))
    error: Exception | None = None
    fetched: int = 0

    def offer(self) -> FakeOffer:
        return self.now

    def ask(self) -> None:
        if self.error is not None:
            raise self.error
        self.now = self.later

    def download(self, told: Callable[[int, int], None]) -> Path:
        for step in range(4):
            told(step, 4)
        if self.error is not None:
            raise self.error
        self.fetched += 1
        path = Path("downloads") / INSTALLER.name
        self.now = replace(self.now, downloaded=path)
        return path


@dataclass
class FakeSettings:
    settings: Settings = field(default_factory=lambda: Settings(server_url="https://itsm.example.cn", user_name="lixf"))
    saved: list[Settings] = field(default_factory=list)

    def load(self) -> Settings:
        return self.settings

    def save(self, settings: Settings) -> None:
        self.settings = settings
        self.saved.append(settings)


@dataclass
class FakeGate:
    """First run against a server that knows one user, then a PIN."""

    at: Stage = Stage.FIRST_RUN
    no_keyring: bool = False
    services: UiServices | None = None
    calls: list[tuple[object, ...]] = field(default_factory=list)

    def stage(self) -> Stage:
        return self.at

    def prepare(self) -> None: ...

    def check_server(self, url: str) -> str:
        if "example" not in url:
            raise NetworkFault("net.unreachable", "no answer")
        return "杭州服务台"

    def enrol(self, url: str, user_name: str, password: str) -> None:
        if password != "right":
            raise Fault("auth.refused", "the endpoint refused the login")
        self.calls.append(("enrol", url, user_name))
        self.at = Stage.NEW_PIN

    def wants_new_passphrase(self) -> bool:
        return self.no_keyring

    def give_passphrase(self, passphrase: str) -> None:
        self.calls.append(("passphrase",))
        self.at = Stage.PIN

    def give_pin(self, pin: str) -> bool:
        if pin == "135790":
            self.at = Stage.READY
        return pin == "135790"

    def set_pin(self, pin: str) -> None:
        self.calls.append(("pin", pin))
        self.at = Stage.READY

    def reset_pin(self, password: str, pin: str) -> None:
        reset_pin(password, pin)
        self.calls.append(("reset", pin))
        self.at = Stage.READY

    def lock(self) -> None:
        self.at = Stage.PIN

    def start_demo(self) -> None:
        self.calls.append(("demo",))
        self.at = Stage.READY

    def ahead(self) -> UiServices | None:
        return self.services

    def open(self) -> UiServices:
        return self.services or services()


def reset_pin(password: str, _pin: str) -> None:
    """The server knows one password; without a network there is none."""
    if password == "no network":  # a fake's
        raise NetworkFault("net.unreachable", "no answer")
    if password != "right":
        raise Fault("auth.refused", "the endpoint refused the login")


def services(**parts: object) -> UiServices:
    """The bundle, made of fakes; parts can be replaced by name."""
    given: dict[str, object] = {
        "orders": FakeOrders(),
        "filling": None,
        "intake": FakeIntake(),
        "attachments": None,
        "hand_out": None,
        "signing": None,
        "check_pin": lambda pin: pin == "135790",
        "reset_pin": reset_pin,
        "queries": FakeQueries(),
        "sync": FakeSync(),
        "upkeep": FakeUpkeep(),
        "signer": FakeSigner(),
        "diagnosis": FakeDiagnosis(),
        "updates": FakeUpdates(FakeOffer(RELEASE, INSTALLER)),
        "settings": FakeSettings(),
        "clock": StillClock(),
    }
    return UiServices(**(given | parts))  # type: ignore[arg-type]
