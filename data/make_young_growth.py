"""Make ``young_growth.json`` again: how young camps grow, from the examples the model ships with and simulated ones."""

import hashlib
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

from core.forecasting.example_weights import SIMULATED  # noqa: E402
from core.forecasting.examples import build_examples  # noqa: E402
from core.forecasting.hyperparameters import read_hyperparameters  # noqa: E402
from core.forecasting.real_examples import RealExamples  # noqa: E402
from core.forecasting.simulate import simulate_population  # noqa: E402
from core.forecasting.storage import EXAMPLES  # noqa: E402
from core.forecasting.train import table_hash  # noqa: E402
from core.forecasting.young_growth import YoungGrowth, fit_young_growth  # noqa: E402

FILE = Path(__file__).with_name("young_growth.json")
SEED = 20261123
"""Of the simulated camps and of the days drawn."""


def made() -> YoungGrowth:
    """Growth learnt from what lies in ``models``."""
    choices = read_hyperparameters(PROJECT / "models" / "hyperparameters.toml")
    version = (PROJECT / "models" / "CURRENT").read_text(encoding="utf-8").strip()
    content = (PROJECT / "models" / version / EXAMPLES).read_bytes()
    simulated = simulate_population(choices.simulation, SEED)
    fit, _, _ = build_examples({SIMULATED: simulated}, choices.split, choices.examples, SEED)
    learnt_from = {
        "real": f"real examples shipped with model {version}: camps counted when 4 to 13 weeks old",
        "real_sha256": hashlib.sha256(content).hexdigest(),
        "simulated_sha256": table_hash(simulated),
    }
    return fit_young_growth(RealExamples.from_bytes(content).examples, fit, learnt_from)


if __name__ == "__main__":
    FILE.write_text(made().to_json(), encoding="utf-8")
