"""The flow that Prefect runs has the steps of the plain one, and runs for real with a server of its own."""

import json
import os
import subprocess
import sys

import pytest

from core.services.flow_steps import FLOWS
from core.settings import PROJECT

TASKS = """
import json, sys
from core.services.flow_steps import FLOWS
from entrypoints.flows import prefect_flow, prefect_tasks, set_up_prefect
from pathlib import Path
set_up_prefect(Path(sys.argv[1]))
found = {n: [[t.name, t.description] for t in prefect_tasks(None, f, "r")] for n, f in FLOWS.items()}
names = {n: prefect_flow(None, f, "r").name for n, f in FLOWS.items()}
from prefect.settings import get_current_settings
s = get_current_settings()
print(json.dumps({"tasks": found, "names": names, "home": str(s.home), "api": s.api.url,
                  "analytics": s.server.analytics_enabled}))
"""


def in_a_fresh_process(code, *args, **environment):
    """Prefect reads its settings when it is imported, so each look has a process of its own."""
    asked = [sys.executable, "-c", code, *map(str, args)]
    env = {**os.environ, **environment}
    return subprocess.run(asked, cwd=PROJECT, env=env, capture_output=True, text=True, check=True).stdout


def test_the_decorated_flow_has_the_steps_of_the_plain_one_and_keeps_to_itself(tmp_path):
    told = in_a_fresh_process(TASKS, tmp_path, PREFECT_API_URL="http://127.0.0.1:9/api")
    seen = json.loads(told.splitlines()[-1])
    for name, flow in FLOWS.items():
        assert seen["names"][name] == name
        assert [task[0] for task in seen["tasks"][name]] == [step.name for step in flow.steps]
        assert [task[1].split()[0] for task in seen["tasks"][name]] == [
            step.work.__doc__.split()[0] for step in flow.steps
        ]
    assert seen["home"] == str(tmp_path / "prefect")
    assert seen["api"] is None
    assert seen["analytics"] is False


def test_the_command_line_and_the_plain_flows_do_not_load_prefect():
    code = "import sys, entrypoints.cli, core.services.flow_steps, entrypoints.flows; print('prefect' in sys.modules)"
    assert in_a_fresh_process(code).strip() == "False"


@pytest.mark.nightly
def test_prefect_runs_the_flow_for_real_and_leaves_no_server(home):
    asked = [sys.executable, "-m", "entrypoints.cli", "flows", "run", "monitor", "--with-prefect", "--json"]
    done = subprocess.run(asked, cwd=PROJECT, env=os.environ, capture_output=True, text=True, check=True)
    turn = json.loads(done.stdout.splitlines()[-1])["turns"][0]
    assert list(turn["steps"]) == [step.name for step in FLOWS["monitor"].steps]
    assert (home / "prefect" / "prefect.db").is_file()
    left = subprocess.run(["pgrep", "-f", str(home)], capture_output=True, text=True, check=False)
    assert left.stdout == ""
