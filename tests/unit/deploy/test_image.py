"""The image and the compose file, as far as they can be read; `deploy/build_image.sh` builds and runs the image."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

from core.settings import PROJECT

DEPLOY = PROJECT / "deploy"


def test_the_dockerfile_passes_its_linter():
    linter = Path(sys.executable).with_name("hadolint")
    found = subprocess.run([str(linter), str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


def test_the_image_runs_as_nobody_and_is_asked_whether_it_answers():
    text = (DEPLOY / "Dockerfile").read_text()
    for stage in text.split("\nFROM ")[-2:]:
        assert "USER 10001" in stage
    assert "HEALTHCHECK" in text
    assert "AID_SIGN_IN=required" in text


def test_all_that_the_image_copies_exists_and_is_sent_to_the_builder():
    sent = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    names = {name for line in copied for name in line.split() if "[" not in name}
    for name in names:
        assert (PROJECT / name).exists(), name
        assert name.split("/")[0] in sent, name


def test_serving_needs_no_package_of_training():
    serving = (PROJECT / "requirements-serving.txt").read_text()
    assert not re.search(r"^(tensorflow|mlflow|prefect|keras)", serving, re.MULTILINE)
    pins = dict(
        re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ;]+)", (PROJECT / "requirements.txt").read_text(), re.MULTILINE)
    )
    for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ;]+)", serving, re.MULTILINE):
        assert pins[name] == version, name


def test_compose_listens_on_this_machine_only_and_waits_for_its_database():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    assert {"database", "app", "api", "flows", "prometheus", "grafana", "mlflow"} == set(services)
    for name, service in services.items():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (DEPLOY / source).exists() if source.startswith(".") else source in compose["volumes"], volume
    for name in ("app", "api", "flows"):
        assert services[name]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["mlflow"]["profiles"] == ["tracking"]
