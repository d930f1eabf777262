"""A manager who judges a plan in two minutes, and the person who keeps the planner running through a crash."""

import os
import re
import signal
import time
import zipfile
from pathlib import Path

from click.testing import CliRunner

from entrypoints.cli import main
from tests.serving import running_app

MAIN = "[data-testid=stMain]"


def test_a_manager_reads_the_situation_the_price_and_the_losers_and_takes_the_plan_along(visit, tmp_path):
    page = visit.open("?operation=Great+Lakes+response")  # other journeys store operations of their own
    page.locator(".aid-heat").first.wait_for()
    situation = page.inner_text("[data-testid=stMain] h1")
    assert re.search(r"runs out|short|hold", situation)
    page.get_by_role("link", name="Map").click()
    visit.ready("need met")
    page.get_by_role("link", name="Plan & scenarios").click()
    page.get_by_role("cell", name="Worst-off camp").wait_for(timeout=30_000)
    page.get_by_role("button", name="Whole plan folder as zip").wait_for(timeout=30_000)
    visit.ready()
    page.wait_for_timeout(1000)
    words = page.inner_text(MAIN)
    assert "Audited" in words
    assert re.search(r"USD\s[\d.,]+", words)
    worst = re.search(r"Worst-off camp\s+(\d+).%, (\w+)", words)
    assert worst is not None
    assert worst[2] in page.inner_text(f"{MAIN} h1")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Whole plan folder as zip").click()
    archive = tmp_path / "plan.zip"
    waiting.value.save_as(archive)
    zipfile.ZipFile(archive).extractall(tmp_path / "plan")
    (folder,) = {file.parent for file in (tmp_path / "plan").rglob("summary.json")}
    assert CliRunner().invoke(main, ["init", str(tmp_path / "operation")]).exit_code == 0
    audited = CliRunner().invoke(main, ["audit", str(tmp_path / "operation"), str(folder)])
    assert audited.exit_code == 0, audited.output
    assert visit.errors == []


def test_a_crash_of_the_server_leaves_no_process_and_loses_nothing(browser, tmp_path):
    home = tmp_path / "home"
    with running_app(home) as first:
        page = browser.new_page()
        page.goto(f"{first.address}/plan")
        page.get_by_text("limits hold").wait_for(timeout=60_000)
        page.get_by_role("slider").first.focus()
        page.keyboard.press("ArrowLeft")
        page.get_by_role("button", name="Keep it").click(timeout=30_000)
        page.get_by_role("button", name="Save for all").click(timeout=30_000)
        page.get_by_text("everybody sees it").wait_for(timeout=30_000)
        worker = children(first.process.pid)
        page.close()
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
        until = time.monotonic() + 15
        while any(Path(f"/proc/{pid}").exists() for pid in worker) and time.monotonic() < until:
            time.sleep(0.1)
        assert worker
        assert not [pid for pid in worker if Path(f"/proc/{pid}").exists()]
    with running_app(home) as second:
        page = browser.new_page()
        page.goto(f"{second.address}/plan")
        page.get_by_text("limits hold").wait_for(timeout=60_000)
        assert re.search(r"Budget −5.%", page.inner_text("[data-testid=stButtonGroup]"))
    # asked to end with a window still open, it ends in order and not by the signal
    assert second.process.returncode == 0
    page.close()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
