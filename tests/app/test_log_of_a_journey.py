"""A journey with personal and hostile content: pages, uploads, sign-ins, failures; none of it stands in the log."""

import io
import logging

import pytest

from core.domain.access import Actor, Role, alone
from core.errors import InvalidTable, SignInRefused
from core.log import configure_logging
from core.services.measured_work import measured_work
from core.services.people.manage_accounts import create_account, create_first_administrator
from core.services.people.sign_in import sign_in
from core.services.upload_tables import preview_tables
from tests.app.conftest import assert_drawn
from tests.builders import small_operation, small_tables
from ui.measured_page import measured_page

PERSON, EMAIL, PHONE = "Amina Uwase", "amina.uwase@example.org", "+250 788 123 456"
PASSWORD = "correct-horse-battery-7"
HOSTILE = '<img src=x onerror="alert(1)">'
SECRETS = ("Amina", "Uwase", EMAIL, "788 123", PASSWORD, "onerror", "Kwizera")


@pytest.fixture(params=["text", "json"])
def log(request, monkeypatch):
    """Everything logged from now on, at the finest level a door is started with."""
    monkeypatch.setenv("AID_LOG", request.param)
    written = io.StringIO()
    real = logging.StreamHandler

    class Kept(real):
        def __init__(self, stream=None):
            super().__init__(written)

    monkeypatch.setattr("core.log.logging.StreamHandler", Kept)
    configure_logging(form=request.param)
    yield written
    core = logging.getLogger("core")
    core.handlers[:], core.propagate = [], True


@pytest.mark.nightly
def test_no_name_address_password_or_cell_is_ever_logged(log, open_page, resources):
    camps = small_tables()["camps"]
    operation = small_operation(camps=camps.assign(name=[f"{PERSON} {HOSTILE}", "Kwizera Jean", "East"]))
    for page in ("today", "health", "data", "model_card"):
        app = open_page(page, operation if page == "today" else None)
        assert_drawn(app)
    root = create_first_administrator(resources, PERSON, alone("page"), PASSWORD)
    create_account(resources, "Kwizera Jean", [Role.VIEWER], Actor(PERSON, root.account.roles, "page"), email=EMAIL)
    for name in (PERSON, EMAIL, PHONE, HOSTILE, "nobody " + PASSWORD):
        for _ in range(3):
            with pytest.raises(SignInRefused):
                sign_in(resources, name, f"wrong {PASSWORD}", "page")
    sign_in_again = sign_in(resources, PERSON, PASSWORD, "command line")
    assert sign_in_again.token
    bad = f"camp_id,date,population\n{PERSON},{EMAIL},{PHONE}\n{HOSTILE},2025-01-01,minus many\n".encode()
    preview = preview_tables(None, {f"{PERSON}.csv": bad, "population.csv": bad}, "replace")
    assert preview.findings
    with pytest.raises(InvalidTable), measured_page("data"):
        raise InvalidTable(f"{PERSON} ({EMAIL}) is no camp.", preview.findings)
    with pytest.raises(ValueError, match="Kwizera"), measured_work(resources, "plan"):
        raise ValueError("Kwizera Jean is no camp")
    logged = log.getvalue()
    assert "sign-in refused" in logged
    assert "account made" in logged
    assert sign_in_again.token not in logged
    for secret in SECRETS:
        assert secret not in logged, secret
