"""Real examples: normalised, honest, named, and small."""

import numpy as np
import pandas as pd
import pytest

from core.errors import ModelIntegrity, SourceUnavailable
from core.forecasting.hyperparameters import read_hyperparameters
from core.forecasting.real_examples import RealCounts, RealExamples, build_real_examples
from core.services.train_models import rebuilt_examples
from core.settings import PROJECT
from core.sources.wash_reports import read_wash_reports

RAW = PROJECT.parent / "shared" / "data"


def counted(factor=1.0, weeks=60):
    dates = pd.date_range("2021-01-03", periods=weeks, freq="W-SUN")
    people = 1000 + 40 * np.arange(weeks) + 30 * np.sin(np.arange(weeks))
    return pd.DataFrame({"camp_id": "a", "date": dates, "population": factor * people})


def made(factor=1.0, begins_with_camp=True):
    return build_real_examples({"somewhere": RealCounts(counted(factor), begins_with_camp, "own data")}, 8, seed=1)


def test_ten_times_the_counts_give_the_same_examples():
    small, large = made().examples, made(10).examples
    np.testing.assert_allclose(small.truth, large.truth, rtol=1e-9)
    np.testing.assert_allclose(small.views.recent, large.views.recent, rtol=1e-9)
    assert (small.views.scale == 1).all()


def test_saved_and_read_back_they_are_the_same():
    real = made()
    again = RealExamples.from_bytes(real.to_bytes())
    np.testing.assert_allclose(again.examples.truth, real.examples.truth, rtol=1e-6)
    np.testing.assert_allclose(again.examples.lead_weeks, real.examples.lead_weeks)
    assert again.licences == {"somewhere": "own data"}
    assert set(again.examples.source) == {"somewhere"}
    assert again.summary() == real.summary()


def test_an_emergency_can_be_left_out_with_all_its_rows():
    real = build_real_examples(
        {"one": RealCounts(counted(), True, "own data"), "two": RealCounts(counted(2), True, "own data")}, 8, seed=1
    )
    left = real.without(["one"])
    assert set(left.examples.source) == {"two"}
    assert set(left.licences) == {"two"}


def test_the_first_half_year_of_a_report_on_an_old_site_is_left_out():
    assert made(begins_with_camp=False).examples.views.age_weeks.min() >= 26
    assert made().examples.views.age_weeks.min() < 8


def test_a_later_count_changes_no_view():
    table = counted()
    changed = table.assign(population=table["population"].where(table.index < 50, 9e6))
    before = build_real_examples({"x": RealCounts(table, True, "own data")}, 8, seed=1).examples
    after = build_real_examples({"x": RealCounts(changed, True, "own data")}, 8, seed=1).examples
    early = before.views.age_weeks < 48
    np.testing.assert_array_equal(before.views.recent[early], after.views.recent[: len(early)][early])


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_a_file_that_is_something_else_is_refused(content):
    with pytest.raises(ModelIntegrity, match="real examples"):
        RealExamples.from_bytes(content)


def test_wash_reports_keep_monthly_people_and_drop_annual_records(tmp_path):
    path = tmp_path / "unhcrwash.csv"
    path.write_text(
        "location_id,country,refugee_pop,reporting_monthly,other\n1,Chad,500,18262,x\n1,Chad,NA,NA,x\n2,Niger,0,18262,x\n"
    )
    found = read_wash_reports(path)
    assert set(found) == {"Chad"}
    assert found["Chad"]["date"].tolist() == [pd.Timestamp("2020-01-01")]


def test_a_report_without_its_columns_is_named(tmp_path):
    path = tmp_path / "unhcrwash.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SourceUnavailable, match=r"unhcrwash\.csv"):
        read_wash_reports(path)


def test_raw_counts_are_rebuilt_into_named_sources():
    if not RAW.is_dir():
        pytest.skip("SKIPPED LOUDLY: the real figures are not beside the project.")
    real = rebuilt_examples(RAW, read_hyperparameters(PROJECT / "models" / "hyperparameters.toml"))
    names = set(real.examples.source)
    assert {"burundi2015", "mali2012", "syria2013", "unhcrwash/Chad"} <= names
    assert all(real.licences[name] != "own data" for name in ("burundi2015", "unhcrwash/Chad"))
    assert len(real.to_bytes()) < 5_000_000


def test_shipped_examples_name_every_source_and_its_terms():
    from core.forecasting.storage import EXAMPLES, read_model
    from core.registry import ModelRegistry

    real = RealExamples.from_bytes(ModelRegistry(PROJECT / "models", read_model).read_file(EXAMPLES))
    assert {"burundi2015", "mali2012", "syria2013"} <= set(real.licences)
    assert all(("BSD-3" in text) or ("CC BY 4.0" in text) for text in real.licences.values())
    assert not set(real.examples.source) - set(real.licences)
