"""The notebooks run from the first cell to the last on what ships with the project, and hold nothing but their text."""

import json
import re

import nbclient
import nbformat
import pytest

from core.settings import PROJECT

NOTEBOOKS = PROJECT / "docs" / "notebooks"
LONGEST_SECONDS = 300
"""Of one cell; far above what a busy machine needs."""


@pytest.fixture
def run(home, monkeypatch):
    """Run a notebook in a kernel of its own, with the code of this tree and a working folder of the test."""
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")

    def ran(name):
        notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
        client = nbclient.NotebookClient(
            notebook, timeout=LONGEST_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOKS)}}
        )
        client.execute()
        return notebook

    return ran


def outputs(notebook):
    return [one for cell in notebook.cells if cell.cell_type == "code" for one in cell.outputs]


def pictures(notebook):
    return sum("image/png" in one.get("data", {}) for one in outputs(notebook))


def complaints(notebook):
    return [one["text"] for one in outputs(notebook) if one.get("name") == "stderr" and "Warning" in one["text"]]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_data_exploration_runs_and_draws(run):
    done = run("data_exploration.ipynb")
    assert pictures(done) == 5
    assert complaints(done) == []


@pytest.mark.nightly
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_model_training_runs_and_sets_models_beside_the_last_count(run):
    done = run("model_training.ipynb")
    assert pictures(done) == 2
    told = "".join(str(one.get("data", {}).get("text/plain", "")) for one in outputs(done))
    assert "last_count" in told
    assert complaints(done) == []


@pytest.mark.parametrize("name", ["data_exploration.ipynb", "model_training.ipynb"])
def test_a_notebook_is_kept_without_outputs_and_names_no_machine(name):
    text = (NOTEBOOKS / name).read_text(encoding="utf-8")
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert cells
    assert [cell for cell in cells if cell["outputs"] or cell["execution_count"] is not None] == []
    assert re.findall(r"/(?:work|tmp|root|home/\w+)/", text) == []
    assert "import core" in text or "from core" in text
