"""What a session remembers: operation, scenario, camp, horizon; kept over page switches, told in the URL.

Pages read with the typed functions and write with ``choose_*``; no page touches ``st.session_state`` or
``st.query_params`` with a key of its own.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

import streamlit as st

from core.domain.scenario import Scenario
from core.errors import AidError, InvalidScenario
from core.services.edit_dispatch import DispatchEdits
from core.services.promised_plan import PLAN_KEY

WEEKS_AHEAD = (1, 2, 4, 8, 12)
"""Horizons a person may choose."""


class Key(StrEnum):
    """Keys of the session; the first four are also names in the URL."""

    operation = "operation"
    scenario = "scenario"
    camp = "camp"
    weeks = "weeks"
    clicks = "clicks"
    compared = "compared"
    drafts = "drafts"
    editing = "editing"
    editing_round = "editing_round"
    dropped = "dropped"
    quick_round = "quick_round"
    quick_plan = "quick_plan"
    answered = "answered"
    upload = "upload"
    opened = "opened"
    begun = "begun"
    author = "author"
    figure = "figure"
    model = "model"
    why = "why"
    address_fault = "address_fault"
    token = "token"
    holder = "holder"
    cookie_seen = "cookie_seen"
    errand = "errand"
    sign_in_fault = "sign_in_fault"
    account_outcome = "account_outcome"
    one_time = "one_time"
    dispatches = "dispatches"
    brief = "brief"


_IN_URL = (Key.operation, Key.scenario, Key.camp, Key.weeks)
LONGEST_NAME = 200


def begin() -> None:
    """Read the URL once per session, and write the session's choices back to it on every run.

    Streamlit drops the URL's values when the page changes; the session keeps them. What the URL brings is plain text
    that is checked here; nothing of it is ever run.

    Raises
    ------
    InvalidScenario
        Once, if the URL carries a scenario that cannot be used; the session then has the baseline.
    """
    if Key.begun not in st.session_state:
        st.session_state[Key.begun] = True
        _read_url()
    _write_url()


def load_scenario() -> Scenario:
    """The question this session asks; the baseline until another is chosen."""
    scenario = st.session_state.get(Key.scenario)
    return scenario if isinstance(scenario, Scenario) else Scenario()


def save_scenario(scenario: Scenario) -> None:
    """Ask another question, here and on every page; it is in the URL from now on."""
    st.session_state[Key.scenario] = scenario
    _write_url()


def load_operation() -> str | None:
    """Name of the operation this session looks at; None for the first one."""
    name = st.session_state.get(Key.operation)
    return name if isinstance(name, str) else None


def choose_operation(name: str) -> None:
    """Look at another operation; the camp of the old one is forgotten."""
    if name != load_operation():
        st.session_state[Key.operation] = name
        st.session_state.pop(Key.camp, None)
        _write_url()


def selected_camp(camp_ids: Sequence[str], default: str | None = None) -> str | None:
    """The camp selected everywhere, if the operation has it; else the default, else the first.

    Parameters
    ----------
    camp_ids
        Camps of the operation, worst first, so that the first is a good choice.
    """
    chosen = st.session_state.get(Key.camp)
    if chosen in camp_ids:
        return str(chosen)
    if default in camp_ids:
        return default
    return camp_ids[0] if len(camp_ids) else None


def select_camp(camp_id: str) -> None:
    """Select a camp on every page."""
    st.session_state[Key.camp] = camp_id
    _write_url()


def ask_why(camp_id: str | None, item_id: str | None = None) -> None:
    """Have the plan's page begin with why a camp is short, of an item above all; None asks nothing."""
    st.session_state[Key.why] = None if camp_id is None else (camp_id, item_id)


def why_asked() -> tuple[str, str | None] | None:
    """Camp, and item if any, whose reasons were asked for."""
    return st.session_state.get(Key.why)


def weeks_ahead(default: int = 4) -> int:
    """Horizon of forecasts shown, in weeks."""
    weeks = st.session_state.get(Key.weeks)
    return weeks if weeks in WEEKS_AHEAD else default


def choose_weeks(weeks: int) -> None:
    """Show forecasts for another horizon, on every page."""
    if weeks in WEEKS_AHEAD:
        st.session_state[Key.weeks] = weeks
        _write_url()


def compared() -> tuple[str, ...]:
    """Names of the scenarios set side by side, at most four."""
    return tuple(st.session_state.get(Key.compared, ()))[:4]


def compare(names: Sequence[str]) -> None:
    """Set scenarios side by side."""
    st.session_state[Key.compared] = tuple(names)[:4]


def drafts() -> dict[str, Scenario]:
    """What-ifs of this session by name, in the order they were made; change it with ``keep_draft``."""
    return dict(st.session_state.get(Key.drafts, {}))


def keep_draft(scenario: Scenario) -> None:
    """Remember a what-if under its name."""
    st.session_state[Key.drafts] = {**drafts(), scenario.name: scenario}


def drop_draft(name: str) -> None:
    """Forget a what-if."""
    st.session_state[Key.drafts] = {known: draft for known, draft in drafts().items() if known != name}


def editing() -> Scenario | None:
    """The what-if being edited and not solved yet; None where the form is closed."""
    return st.session_state.get(Key.editing)


def edit(scenario: Scenario | None, anew: bool = False) -> None:
    """Open the form on a what-if, keep what was changed in it, or close it (None).

    Parameters
    ----------
    anew
        Whether the boxes of the form start from the scenario; otherwise what is typed in them stays.
    """
    st.session_state[Key.editing] = scenario
    if anew:
        st.session_state[Key.editing_round] = editing_round() + 1


def editing_round() -> int:
    """Part of the keys of the form's boxes; it changes when they are to start from a scenario again."""
    return int(st.session_state.get(Key.editing_round, 0))


def begin_what_if(about: str = "") -> None:
    """Open the form on a new what-if; ``about`` is the name of a camp it begins with."""
    base = load_scenario()
    name = f"What-if for {about}" if about else "New what-if"
    edit(base.model_copy(update={"name": name[:LONGEST_NAME]}), anew=True)


def quick_round() -> int:
    """Part of the keys of the quick sliders; it changes when they go back to 0."""
    return int(st.session_state.get(Key.quick_round, 0))


def reset_quick() -> None:
    """Put the quick sliders back to 0."""
    st.session_state[Key.quick_round] = quick_round() + 1


def passed_over(key: str, still_asked: Collection[str]) -> str | None:
    """Remember the plan the quick sliders ask for; gives the one asked for before, where nothing on the page needs it.

    Parameters
    ----------
    key
        Content key of the plan; empty where the sliders stand at 0.
    still_asked
        Keys of the plans the page asks for now.
    """
    before = st.session_state.get(Key.quick_plan, "")
    st.session_state[Key.quick_plan] = key
    return before if before and before not in still_asked else None


def dropped() -> tuple[Scenario, bool] | None:
    """The what-if deleted last, and whether it was stored for all; None where there is nothing to undo."""
    return st.session_state.get(Key.dropped)


def remember_dropped(scenario: Scenario | None, was_stored: bool = False) -> None:
    """Keep a deleted what-if so that the deletion can be undone; None forgets it."""
    st.session_state[Key.dropped] = None if scenario is None else (scenario, was_stored)


def answers() -> dict[str, str]:
    """Proposed actions answered in this session: key of the action to ``accept`` or ``later``."""
    return dict(st.session_state.get(Key.answered, {}))


def answer(action: str, choice: str | None) -> None:
    """Answer a proposed action, or take the answer back with None."""
    st.session_state[Key.answered] = {k: v for k, v in answers().items() if k != action} | (
        {action: choice} if choice else {}
    )


def upload() -> Any:
    """What the Data page has read and not saved yet; None where there is nothing."""
    return st.session_state.get(Key.upload)


def keep_upload(read: Any) -> None:
    """Keep an upload over page switches until it is saved or discarded (None)."""
    st.session_state[Key.upload] = read


def author() -> str:
    """Name under which this session saves data; empty until it is given."""
    return str(st.session_state.get(Key.author, ""))


def remember_author(name: str) -> None:
    """Save data under this name from now on."""
    st.session_state[Key.author] = name[:LONGEST_NAME]


def session_token() -> str:
    """Token of the sign-in of this session; empty where nobody signed in. It is in no address and no link."""
    return str(st.session_state.get(Key.token, ""))


def begin_session(token: str, name: str) -> None:
    """Somebody signed in; what another person left in this window is forgotten first."""
    if st.session_state.get(Key.holder, name) != name:
        forget_session()
    st.session_state[Key.token] = token
    st.session_state[Key.holder] = name
    st.session_state.pop(Key.sign_in_fault, None)


def forget_session() -> None:
    """Somebody signed out: nothing they chose, typed or uploaded stays in this window."""
    st.session_state.clear()
    st.session_state[Key.cookie_seen] = True  # the cookie of the window's beginning is theirs too


def is_cookie_due() -> bool:
    """Whether the cookie that came with this window has still to be looked at."""
    return Key.cookie_seen not in st.session_state


def take_token(token: str) -> None:
    """The sign-in that the browser kept, if it kept one; looked at once in a window."""
    st.session_state[Key.cookie_seen] = True
    if token:
        st.session_state[Key.token] = token


def hold_for(name: str) -> None:
    """Whose window this is, where nobody has said so yet: the holder of the sign-in that the browser kept."""
    if Key.holder not in st.session_state:
        st.session_state[Key.holder] = name


def errand_code() -> str:
    """Code that the browser was given last, to have a sign-in kept or forgotten; empty where it was given none."""
    return str(st.session_state.get(Key.errand, ("", "", False))[1])


def has_errand(token: str, keeps: bool) -> bool:
    """Whether the browser was given its last code to have this very sign-in kept, or forgotten."""
    held, _, kept = st.session_state.get(Key.errand, ("", "", False))
    return bool(held == token and kept == keeps)


def remember_errand(token: str, code: str, keeps: bool) -> None:
    """The browser is given a code to have a sign-in kept, or forgotten."""
    st.session_state[Key.errand] = (token, code, keeps)


def sign_in_fault() -> tuple[str, str] | None:
    """Why the last sign-in was refused, and what to do."""
    return st.session_state.get(Key.sign_in_fault)


def tell_sign_in_fault(error: AidError | None) -> None:
    """Say on the next run why a sign-in was refused; None says nothing."""
    st.session_state[Key.sign_in_fault] = None if error is None else (error.message, error.hint)


def account_outcome() -> tuple[str, str, bool] | None:
    """What came of the last change of an account: words, what to do, whether it was done."""
    return st.session_state.get(Key.account_outcome)


def tell_account(words: str, hint: str = "", is_done: bool = True) -> None:
    """Say on the next run what came of a change of an account; empty words say nothing."""
    st.session_state[Key.account_outcome] = (words, hint, is_done) if words else None


def one_time() -> tuple[str, str] | None:
    """Name and one-time password of an account just made or reset, until it is put away."""
    return st.session_state.get(Key.one_time)


def show_one_time(name: str, password: str) -> None:
    """Keep a one-time password on the page; an empty one puts it away."""
    st.session_state[Key.one_time] = (name, password) if password else None


def figure_outcome() -> tuple[str, str, bool] | None:
    """What came of a person's own figure entered or withdrawn last: words, what to do, whether it was done."""
    return st.session_state.get(Key.figure)


def tell_figure(words: str, hint: str = "", is_done: bool = True) -> None:
    """Say on the next run what came of it; empty words say nothing."""
    st.session_state[Key.figure] = (words, hint, is_done) if words else None


def dispatch_edits(name: str) -> DispatchEdits | None:
    """Edits of a dispatch that nobody else sees until its waybills are issued; None where there are none."""
    return st.session_state.get(Key.dispatches, {}).get(name)


def keep_dispatch_edits(name: str, edits: DispatchEdits) -> None:
    """Keep the edits of a dispatch over page switches."""
    st.session_state[Key.dispatches] = {**st.session_state.get(Key.dispatches, {}), name: edits}


def address_fault() -> tuple[str, str] | None:
    """What is wrong with the address this session began with, and what to do; None where nothing is."""
    return st.session_state.get(Key.address_fault)


def tell_address_fault(error: AidError | None) -> None:
    """Say on every run what is wrong with the address; None once it has been read."""
    st.session_state[Key.address_fault] = None if error is None else (error.message, error.hint)


def model_version(versions: Sequence[str], default: str | None) -> str:
    """The model version looked at: the one chosen if it is still stored, else the default, else the first."""
    chosen = st.session_state.get(Key.model)
    wanted = [version for version in (chosen, default) if version in versions]
    return str(wanted[0] if wanted else versions[0])


def choose_model(version: str) -> None:
    """Look at another model version."""
    st.session_state[Key.model] = version


def is_open(section: str, default: bool = False) -> bool:
    """Whether a section a person may open was left open."""
    return bool(st.session_state.get(Key.opened, {}).get(section, default))


def leave_open(section: str, is_it: bool) -> None:
    """Remember whether a section is open."""
    st.session_state[Key.opened] = {**st.session_state.get(Key.opened, {}), section: is_it}


def widget_key(page: str, name: str, about: str = "") -> str:
    """Key of a widget: page, name and what it is about, for instance ``forecast:camp:NDU``."""
    return ":".join(part for part in (page, name, about) if part)


def fresh_click(map_key: str, token: object) -> bool:
    """Whether a click a map reports is one this session has not acted on; the map repeats its last click for ever."""
    seen = st.session_state.setdefault(Key.clicks, {})
    if not token or seen.get(map_key) == token:
        return False
    seen[map_key] = token
    return True


def forget_click(map_key: str) -> None:
    """A map was drawn anew and counts its clicks from the beginning."""
    st.session_state.get(Key.clicks, {}).pop(map_key, None)


def share_query(scenario: Scenario | None = None) -> dict[str, str]:
    """What the address of this view carries, ready for a link; of the session's scenario unless another is given."""
    values: dict[str, str] = {}
    if name := load_operation():
        values[Key.operation] = name
    asked = (scenario or load_scenario()).to_json()
    if asked != "{}":
        values[Key.scenario] = asked
    if camp := st.session_state.get(Key.camp):
        values[Key.camp] = str(camp)
    if weeks := st.session_state.get(Key.weeks):
        values[Key.weeks] = str(weeks)
    return values


def _read_url() -> None:
    given = st.query_params
    if (name := given.get(Key.operation)) and len(name) <= LONGEST_NAME:
        st.session_state[Key.operation] = name
    if (camp := given.get(Key.camp)) and len(camp) <= LONGEST_NAME:
        st.session_state[Key.camp] = camp
    if (weeks := given.get(Key.weeks)) and weeks.isdecimal() and len(weeks) < 4 and int(weeks) in WEEKS_AHEAD:
        st.session_state[Key.weeks] = int(weeks)
    if text := given.get(Key.scenario):
        try:
            scenario = Scenario.from_text(text)
            if scenario.promised is not None and PLAN_KEY.fullmatch(scenario.promised) is None:
                raise InvalidScenario("It names a folder; an address opens no files.")
            st.session_state[Key.scenario] = scenario
        except InvalidScenario as error:
            st.query_params.pop(Key.scenario, None)
            raise InvalidScenario(
                f"The address carries a scenario that cannot be used. {error.message}",
                hint="The baseline is shown; ask for the link again.",
            ) from error


def _write_url() -> None:
    wanted = share_query()
    for key in _IN_URL:
        if key in wanted and st.query_params.get(key) != wanted[key]:
            st.query_params[key] = wanted[key]
        elif key not in wanted and key in st.query_params:
            del st.query_params[key]


def ask_for_brief(page: str) -> None:
    """Open the choices of the brief on a page; they stay open when the page is drawn again."""
    st.session_state[Key.brief] = page


def is_brief_asked(page: str) -> bool:
    """Whether the choices of the brief are open on a page; on any other they are closed by coming here."""
    asked = st.session_state.get(Key.brief)
    if asked is not None and asked != page:
        leave_brief()
    return bool(asked == page)


def leave_brief() -> None:
    """Close the choices of the brief."""
    st.session_state.pop(Key.brief, None)
