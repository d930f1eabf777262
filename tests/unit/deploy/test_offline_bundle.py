"""The offline bundle: made, unpacked in an empty folder, installed and used where there is no network at all."""

import os
import shutil
import subprocess
import sys

import pytest

from core.settings import PROJECT

DEPLOY = PROJECT / "deploy"


def without_network(*command):
    """Words that run a command in a network of its own, which has nothing but itself."""
    unshare = shutil.which("unshare")
    if unshare is None or os.getuid() != 0:
        pytest.skip("SKIPPED LOUDLY: no network can be taken away here; the offline installation was not tested.")
    return [unshare, "--net", "sh", "-c", 'ip link set lo up 2>/dev/null; exec "$@"', "offline", *command]


ANSWERS = """
import subprocess, sys, time, urllib.request
server = subprocess.Popen([sys.executable, "-m", "entrypoints.pages_server", "--server.port", "18601"])
try:
    for _ in range(120):
        time.sleep(0.5)
        try:
            print(urllib.request.urlopen("http://127.0.0.1:18601/_stcore/health", timeout=2).status)
            break
        except OSError:
            pass
finally:
    server.terminate()
    server.wait()
"""


@pytest.mark.nightly
def test_a_laptop_without_network_installs_it_by_one_command(tmp_path):
    file = tmp_path / "planner.tar.gz"
    made = subprocess.run(
        ["sh", str(DEPLOY / "make_offline_bundle.sh"), str(file)],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sha256" in made.stdout
    subprocess.run(["tar", "-xzf", str(file), "-C", str(tmp_path)], check=True)
    laptop = tmp_path / "aid-planner"
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "VIRTUAL"))}
    clean = {**outside, "HOME": str(tmp_path), "PIP_CONFIG_FILE": os.devnull, "PYTHON": sys._base_executable}
    installed = subprocess.run(
        without_network("sh", str(laptop / "install.sh")), env=clean, check=False, capture_output=True, text=True
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr
    aid = str(laptop / ".venv" / "bin" / "aid")
    planned = subprocess.run(
        without_network(aid, "plan", str(laptop / "data" / "demo"), "--weeks", "4", "--out", str(tmp_path / "plan")),
        env=clean,
        check=False,
        capture_output=True,
        text=True,
    )
    assert planned.returncode == 0, planned.stderr
    assert (tmp_path / "plan" / "summary.json").is_file()
    python = str(laptop / ".venv" / "bin" / "python")
    answer = subprocess.run(
        without_network(python, "-c", ANSWERS), cwd=laptop, env=clean, check=False, capture_output=True, text=True
    )
    assert answer.stdout.splitlines()[-1:] == ["200"], answer.stderr


def test_a_damaged_copy_is_not_installed(tmp_path):
    laptop = tmp_path / "aid-planner"
    (laptop / "wheels").mkdir(parents=True)
    shutil.copy(DEPLOY / "install_offline.sh", laptop / "install.sh")
    (laptop / "app.py").write_text("first")
    sums = subprocess.run(["sha256sum", "app.py"], cwd=laptop, capture_output=True, text=True, check=True)
    (laptop / "SHA256SUMS").write_text(sums.stdout)
    (laptop / "app.py").write_text("changed on the way")
    answer = subprocess.run(
        ["sh", str(laptop / "install.sh")],
        env={**os.environ, "PYTHON": sys._base_executable},
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert "damaged: copy the archive again" in answer.stderr
    assert not (laptop / ".venv").exists()
