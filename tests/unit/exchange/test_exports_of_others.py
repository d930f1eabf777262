"""Files for other programs: read back by the importers of those programs they tell the same."""

import pandas as pd
import pytest

from core.domain.sensitivity import Sensitivity
from core.exchange import FORMATS, About, Outgoing
from core.sources import SourceContext, source_of
from tests.builders import small_operation
from tests.unit.sources.found_samples import found


@pytest.fixture
def outgoing():
    stock = pd.DataFrame(
        {
            "place_id": ["hub", "hub", "port", "north"],
            "item_id": ["cereal", "cereal", "soap", "cereal"],
            "quantity": [1200.5, 300, 40, None],
            "lot_id": ["L1", None, "L2", None],
            "expires": ["2026-01-31", None, None, None],
            "donor": ["Giver", None, None, None],
        }
    )
    operation = small_operation(stock=stock)
    tables = {name: operation.filled(name) for name in ("camps", "items", "stock", "deliveries", "depots")}
    about = About("Small operation", False, Sensitivity.CONFIDENTIAL, "2025-06-29", "abc", "1")
    return Outgoing(tables, about)


@pytest.mark.parametrize(("form", "source"), [("openboxes", "openboxes_stock"), ("msupply", "msupply_stock")])
def test_stock_of_a_place_reads_back_equal(outgoing, form, source):
    files = FORMATS[form](outgoing)
    assert sorted(files) == [f"{form}/hub.csv", f"{form}/port.csv"]  # a shelf nobody counted is not told as empty
    table = found(files[f"{form}/hub.csv"].decode("utf-8-sig"))
    known, _ = source_of(table)
    assert known.identifier == source
    context = SourceContext(
        outgoing.tables["camps"], outgoing.tables["depots"], outgoing.tables["items"], (), {"place": "hub"}
    )
    back = known.understand(table, context).tables["stock"]
    assert back["place_id"].tolist() == ["hub", "hub"]
    assert back["quantity"].astype(float).tolist() == [1200.5, 300.0]
    assert back["lot_id"].fillna("").tolist() == ["L1", ""]
    assert back["expires"].fillna("").tolist() == ["2026-01-31", ""]


def test_who_does_what_reads_back_equal(outgoing):
    table = found(FORMATS["3w"](outgoing)["3w.csv"].decode("utf-8-sig"))
    known, _ = source_of(table)
    assert known.identifier == "who_does_what"
    partners = known.understand(table, SourceContext()).tables["partners"]
    assert partners["organisation"].unique().tolist() == ["Small operation"]
    assert partners["activity"].unique().tolist() == ["Distribution"]
    given = outgoing.tables["deliveries"]["quantity"].sum()
    assert partners["quantity"].astype(float).sum() == pytest.approx(given)
    assert set(partners["place"]) <= set(outgoing.tables["camps"]["name"])


def test_a_place_with_a_hostile_name_writes_no_file_elsewhere():
    tables = {
        "stock": pd.DataFrame({"place_id": ["../x"], "item_id": ["a"], "quantity": [1.0]}),
        "items": pd.DataFrame({"item_id": ["a"], "name": ["=A"], "unit": ["kg"]}),
    }
    about = About("O", False, Sensitivity.PUBLIC, "2025-06-29", "abc", "1")
    assert list(FORMATS["openboxes"](Outgoing(tables, about))) == ["openboxes/_x.csv"]
