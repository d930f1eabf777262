"""The manifests: built by kustomize, every object valid for its kind, closed where it must be."""

import re
import shutil
import subprocess

import pytest
import yaml
from kubernetes_validate import validate

from core.settings import PROJECT

VERSION = "1.31"


@pytest.fixture(scope="module")
def objects(tmp_path_factory):
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("SKIPPED LOUDLY: no kubectl here; the manifests were not built.")
    folder = tmp_path_factory.mktemp("kustomize") / "deploy"
    shutil.copytree(PROJECT / "deploy", folder)
    (folder / "secrets.env").write_text((folder / "secrets.example.env").read_text())
    built = subprocess.run([kubectl, "kustomize", str(folder)], capture_output=True, text=True, check=True)
    return list(yaml.safe_load_all(built.stdout))


def test_every_object_is_valid_for_its_kind(objects):
    for one in objects:
        validate(one, VERSION, strict=True)
    kinds = {one["kind"] for one in objects}
    assert {"Deployment", "StatefulSet", "CronJob", "Service", "Ingress", "Secret", "ConfigMap"} <= kinds


def test_a_misspelt_field_is_refused(objects):
    wrong = next(one for one in objects if one["kind"] == "Deployment")
    container = {**wrong["spec"]["template"]["spec"]["containers"][0], "resourcez": {}}
    template = {**wrong["spec"]["template"], "spec": {**wrong["spec"]["template"]["spec"], "containers": [container]}}
    with pytest.raises(Exception, match="resourcez"):
        validate({**wrong, "spec": {**wrong["spec"], "template": template}}, VERSION, strict=True)


def pods(objects):
    for one in objects:
        spec = one.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
        if template:
            yield one["metadata"]["name"], one["kind"], template["spec"]


def test_every_container_has_limits_and_runs_as_nobody(objects):
    found = list(pods(objects))
    assert len(found) >= 8
    for name, _, pod in found:
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        for container in pod["containers"]:
            assert set(container["resources"]) == {"requests", "limits"}, name
            assert container["securityContext"]["allowPrivilegeEscalation"] is False, name
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}, name


def test_every_server_has_probes_and_every_named_volume_and_secret_exists(objects):
    names = {(one["kind"], one["metadata"]["name"]) for one in objects}
    for name, kind, pod in pods(objects):
        for container in pod["containers"]:
            if kind != "CronJob":
                assert {"readinessProbe", "livenessProbe"} <= set(container), name
        for volume in pod.get("volumes", []):
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            assert claim is None or ("PersistentVolumeClaim", claim) in names, name
            config = volume.get("configMap", {}).get("name")
            assert config is None or ("ConfigMap", config) in names, name


def test_a_person_stays_with_one_replica(objects):
    app = next(one for one in objects if (one["kind"], one["metadata"]["name"]) == ("Service", "app"))
    assert app["spec"]["sessionAffinity"] == "ClientIP"
    ingress = next(one for one in objects if one["kind"] == "Ingress")
    assert ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/affinity"] == "cookie"


def test_commands_of_the_manifests_and_of_compose_are_commands_that_exist(objects):
    from entrypoints.cli import main

    asked = [
        container["command"]
        for _, _, pod in pods(objects)
        for container in pod["containers"]
        if container.get("command", [""])[0] == "aid"
    ]
    compose = yaml.safe_load((PROJECT / "deploy" / "compose.yaml").read_text())
    asked += [s["command"] for s in compose["services"].values() if s.get("command", [""])[0] == "aid"]
    assert len(asked) >= 5
    for words in asked:
        command = main
        for word in words[1:]:
            if not hasattr(command, "commands") or word.startswith("--"):
                break
            assert word in command.commands, words
            command = command.commands[word]
        options = {name for parameter in command.params for name in parameter.opts}
        assert [word for word in words if word.startswith("--") and word not in options] == [], words


def test_no_secret_is_committed():
    listed = subprocess.run(["git", "ls-files", "deploy"], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert not re.search(r"secrets\.env$", listed.stdout, re.MULTILINE)
    for line in (PROJECT / "deploy" / "secrets.example.env").read_text().splitlines():
        assert line.startswith("#") or "change-me" in line
