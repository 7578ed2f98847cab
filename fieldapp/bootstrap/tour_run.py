"""The tour: the real windows on the demo's data, through every screen and through the bad days."""

from __future__ import annotations

import contextlib
import shutil
from datetime import timedelta
from pathlib import Path

from fieldapp.bootstrap.application import Application
from fieldapp.bootstrap.demo import DESK, DEVICE_FOLDER, ENGINEER, PASSWORD, DemoEndpoint
from fieldapp.bootstrap.demo_release import VERSION, offer_release
from fieldapp.bootstrap.demo_run import CHOICE, MATERIAL, Protocol, Say, chosen, entered, prepare_out
from fieldapp.bootstrap.other_side import desk_cancels, desk_changes, end_logins
from fieldapp.bootstrap.settings_keeper import SettingsKeeper
from fieldapp.bootstrap.tour_files import another_photo, asked_for_patience, many_sealed, sealed_and_spoilt, unsendable
from fieldapp.ui.pilot.bad_days import (
    half_typed,
    look_at_busy,
    look_at_cancelled,
    look_at_expired_login,
    look_at_full_archive,
    look_at_metered,
    look_at_returned,
    look_at_voided,
    look_while_indexing,
    recorded_on_site,
)
from fieldapp.ui.pilot.documents import look_at_documents
from fieldapp.ui.pilot.main_job import MainJob
from fieldapp.ui.pilot.narrow import look_at_narrow
from fieldapp.ui.pilot.order_states import PHONE, look_at_conflict, look_at_finished, look_at_order
from fieldapp.ui.pilot.tour import visit

WHY_CANCELLED = "服务台已有同一故障的派工单，请合并处理。"
CORRECTED = {"affected_business": "全区 1,268 路实时视频与 110 接处警调度。"}
POWER_CUT = "device-as-the-power-went"
PLACES = {
    "zh": ("文档/派工单归档", "下载/客户交回", "下载/各项目派工单"),
    "en": ("Documents/Archive", "Downloads/Returned", "Downloads/All projects"),
}
"""Where a person has an archive, and the PDFs that go into it."""
MANY = 1200
"""Orders in one sync, of which more than 500 are still to be indexed when somebody searches."""


def run_tour(folder: Path, out: Path, language: str, theme: str, full_archive: int, say: Say) -> int:
    """The main job once more, with pictures of every screen on the way and of the pages beside it; `full_archive`: PDFs in the
    archive that an archivist has after a while, 0 for none."""
    prepare_out(out)
    keeper = SettingsKeeper(folder / DEVICE_FOLDER)
    protocol = Protocol(say)
    with contextlib.closing(DemoEndpoint(folder)) as endpoint:
        endpoint.seed()
        key = offer_release(endpoint.folder)
        keeper.save(keeper.load().changed(language=language, theme=theme, release_key=key, release_told=VERSION))
        endpoint.start()
        with entered(folder, out, endpoint, protocol, pictures=out, mistakes=True) as (job, application):
            job.sync("pull")
            row = chosen(folder, application)
            job.work(row.id, row.number)
            visit(job.hand, job.shell, lambda name: job.picture(f"offline-{name}"))
            other = look_at_order(job.hand, job.shell, job.services, job.picture)
            endpoint.start()
            desk_changes(endpoint.url, DESK, PASSWORD, other, {PHONE: "13900000002"})
            job.go_online()
            look_at_conflict(job.hand, job.shell, job.picture)
            look_at_finished(job.hand, job.shell, row.id, job.picture)
            visit(job.hand, job.shell, job.picture)
            look_at_narrow(job.hand, job.shell, other, job.picture)
            another_photo(application, other)
            look_at_metered(job)
            application.orders.note(other, "客户同意今晚 22:00 停机半小时。")
            asked_for_patience(application, timedelta(minutes=5))
            look_at_busy(job)
            asked_for_patience(application, timedelta())
            job.sync("after the rest")
            archived(job, application, row.id, PLACES[language], full_archive)
            here = recorded_on_site(job)
            desk_cancels(endpoint.url, DESK, PASSWORD, here, WHY_CANCELLED)
            application.orders.note(here, "已到现场，正在查看。")  # not known here yet: it is told as a late report
            desk_changes(endpoint.url, DESK, PASSWORD, row.id, CORRECTED)
            job.sync("what the desk did")
            look_at_cancelled(job)
            look_at_voided(job, row.id)
            unsendable(application, other)
            look_at_returned(job, other)
            endpoint.stop()
            end_logins(endpoint.folder, ENGINEER)
            endpoint.start()
            look_at_expired_login(job, PASSWORD)
            half_typed(job, other)
            shutil.copytree(folder / DEVICE_FOLDER, folder / POWER_CUT)  # what the disk holds at this moment
        shutil.rmtree(folder / DEVICE_FOLDER)
        (folder / POWER_CUT).rename(folder / DEVICE_FOLDER)
        with entered(folder, out, endpoint, protocol, pictures=out, mistakes=True) as (job, _application):
            job.picture("today-after-a-crash")
            endpoint.stop()
            endpoint.dispatch_more(MANY)
            endpoint.start()
            look_while_indexing(job)
    (folder / CHOICE).unlink(missing_ok=True)
    shutil.rmtree(out / MATERIAL)
    say(f"{len(list(out.glob('*.png')))} pictures in {out}")
    return 0


def archived(job: MainJob, application: Application, order_id: str, places: tuple[str, str, str], full: int) -> None:
    """归档与验证 in the person's own folders: what came back, then what a whole archive gets."""
    archive, returned, projects = (Path.home() / name for name in places)
    inbox = sealed_and_spoilt(application, order_id, returned)
    look_at_documents(job.hand, job.shell, job.picture, inbox, archive)
    if full:
        look_at_full_archive(job.hand, job.shell, job.picture, many_sealed(application, order_id, projects, full))
