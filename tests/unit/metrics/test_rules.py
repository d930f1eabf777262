"""The rules of Prometheus: made from the limits, tested by promtool, and agreeing with the page."""

import json
import re
import shutil
import subprocess

import pytest
import yaml

from core.metrics.alerts import alerts, raised, rules_text
from core.metrics.conditions import Either
from core.metrics.figures import Figures
from core.metrics.limits import read_limits
from core.metrics.metric_names import SERIES
from core.settings import PROJECT

DEPLOY = PROJECT / "deploy"
LIMITS = read_limits(DEPLOY / "monitoring.toml")
TESTS = yaml.safe_load((DEPLOY / "prometheus" / "alerts_test.yml").read_text())["tests"]
NAME = re.compile(r"\baid_[a-z0-9_]+")
MADE_BY_PROMETHEUS = {"up", "ALERTS"}

promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="SKIPPED LOUDLY: promtool is not installed.")


def check(*arguments, folder=DEPLOY / "prometheus"):
    return subprocess.run(
        ["promtool", *arguments], check=False, cwd=folder, capture_output=True, text=True, timeout=120
    )


def test_the_committed_rules_are_those_of_the_limits():
    assert (DEPLOY / "prometheus" / "alerts.yml").read_text() == rules_text(LIMITS)


def test_every_alert_looks_at_metrics_of_the_register_and_is_tested_both_ways():
    tested = {}
    for test in TESTS:
        for case in test["alert_rule_test"]:
            tested.setdefault(case["alertname"], set()).add(bool(case["exp_alerts"]))
    for alert in alerts(LIMITS):
        assert set(NAME.findall(alert.condition.expression())) <= set(SERIES)
        assert tested[alert.name] == {True, False}, alert.name


@promtool
def test_promtool_finds_every_alert_calling_and_quiet_where_it_should():
    done = check("test", "rules", "alerts_test.yml")
    assert done.returncode == 0, done.stderr + done.stdout


@promtool
@pytest.mark.nightly
def test_the_unit_tests_notice_every_rule_that_is_taken_away(tmp_path):
    (tmp_path / "alerts_test.yml").write_text((DEPLOY / "prometheus" / "alerts_test.yml").read_text())
    rules = yaml.safe_load(rules_text(LIMITS))
    for rule in rules["groups"][0]["rules"]:
        rule["expr"] = f"({rule['expr']}) and on () vector(1) == 2"
    (tmp_path / "alerts.yml").write_text(yaml.safe_dump(rules))
    done = check("test", "rules", "alerts_test.yml", folder=tmp_path)
    failed = set(re.findall(r"alertname:?\s*(Aid\w+)", done.stderr + done.stdout))
    assert done.returncode != 0
    assert failed == {alert.name for alert in alerts(LIMITS)}


@promtool
def test_prometheus_takes_its_configuration():
    done = check("check", "config", "prometheus.yml")
    assert done.returncode == 0, done.stderr + done.stdout


def figures_of(test):
    """The series of a promtool test at its end, as the page would have them."""
    gauges, first, last = {}, {}, {}
    for one in test["input_series"]:
        name, _, told = one["series"].partition("{")
        labels = tuple(re.findall(r'(\w+)="([^"]*)"', told))
        metric = SERIES.get(name)
        order = [*(metric.labels if metric else ()), "le"]
        key = name, tuple(sorted(labels, key=lambda label: order.index(label[0]) if label[0] in order else 99))
        steps = str(one["values"]).split()
        ends = [float(step.partition("x")[0].replace("_", "0")) for step in steps]
        if metric is None or metric.kind == "gauge":
            gauges[key] = ends[-1]
        elif not name.endswith("_count"):
            first[key], last[key] = (ends[0] if len(ends) > 1 else 0.0), ends[-1]
    recent = {key: last[key] - first[key] for key in last}
    below = {}
    for (name, labels), value in list(recent.items()):
        if not name.endswith("_bucket"):
            continue
        # Prometheus' buckets hold those below them too; ours do not
        of = (name, tuple(label for label in labels if label[0] != "le"))
        recent[name, labels], below[of] = value - below.get(of, 0.0), value
    return Figures(gauges, recent, lambda hours: recent)


@pytest.mark.parametrize("test", TESTS, ids=[test["name"] for test in TESTS])
def test_the_page_raises_what_prometheus_calls(test):
    (case,) = test["alert_rule_test"]
    if case["alertname"] in ("AidDown", "AidStoreDown"):
        pytest.skip("Who asks from outside knows more than the server itself.")
    found = {one.alert.name: one for one in raised(LIMITS, figures_of(test))}
    assert (case["alertname"] in found) == bool(case["exp_alerts"])
    for expected in case["exp_alerts"]:
        one = found[case["alertname"]]
        labels = {k: v for k, v in expected["exp_labels"].items() if k != "severity"}
        values = [value for told, value in one.found.items() if dict(told) == labels]
        assert len(values) == 1
        if not isinstance(one.alert.condition, Either):
            assert f"({values[0]:.3g})" in expected["exp_annotations"]["summary"]


def expressions():
    board = json.loads((DEPLOY / "grafana" / "dashboards" / "health.json").read_text())
    for panel in board["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]


@promtool
def test_every_expression_of_the_dashboard_is_parsed_by_promtool(tmp_path):
    told = [
        {"record": f"panel:{number}", "expr": expression.replace("$operation", "x")}
        for number, (_, expression) in enumerate(expressions())
    ]
    assert len(told) > 20
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": told}]}))
    done = check("check", "rules", "rules.yml", folder=tmp_path)
    assert done.returncode == 0, done.stderr + done.stdout
    assert f"{len(told)} rules found" in done.stdout


def test_the_dashboard_asks_for_metrics_and_labels_that_exist_and_shows_all_of_them():
    asked = set()
    for title, expression in expressions():
        names = set(NAME.findall(expression))
        assert names <= set(SERIES), title
        assert names or any(name in expression for name in MADE_BY_PROMETHEUS), title
        asked |= {SERIES[name].name for name in names}
        labels = {label for name in names for label in SERIES[name].labels} | {"le", "job", "instance"}
        labels |= {"alertname", "severity", "alertstate"} if "ALERTS" in expression else set()
        for told in re.findall(r"by \(([^)]*)\)", expression):
            assert {label.strip() for label in told.split(",")} <= labels, title
        for told in re.findall(r"(\w+)=~?\"", expression):
            assert told in labels, title
    assert {metric.name for metric in SERIES.values()} - asked == set()


def test_grafana_finds_datasource_and_dashboard_by_the_names_they_have():
    board = json.loads((DEPLOY / "grafana" / "dashboards" / "health.json").read_text())
    source = yaml.safe_load((DEPLOY / "grafana" / "provisioning" / "datasources" / "prometheus.yaml").read_text())
    provider = yaml.safe_load((DEPLOY / "grafana" / "provisioning" / "dashboards" / "aid.yaml").read_text())
    (datasource,) = source["datasources"]
    used = {panel["datasource"]["uid"] for panel in board["panels"] if "datasource" in panel}
    assert used == {datasource["uid"]}
    assert provider["providers"][0]["options"]["path"] == "/etc/grafana/dashboards"
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
