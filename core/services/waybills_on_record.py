"""Waybills as they were issued: listed, and their papers written again at any time."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from core.errors import StoreError
from core.locale import ENGLISH, Language
from core.services.dispatch_papers import DispatchPapers, Kind, issued_papers
from core.services.resources import Resources
from core.store import IssuedDispatch, IssuedWaybill
from core.whole_folder import refuse_foreign, write_whole

PAPERS: Mapping[str, tuple[Kind, ...]] = {
    "loading-lists": ("loading",),
    "driver-sheets": ("driver",),
    "waybills": ("waybill",),
    "all-papers": ("loading", "driver", "waybill"),
}
"""File name to what is printed in it; each as PDF and as HTML."""


def waybills_of_operation(resources: Resources, operation: str) -> list[IssuedWaybill]:
    """Every waybill of a stored operation, in the order they were issued.

    Raises
    ------
    StoreError
        If there is no such operation.
    """
    if operation not in resources.store.operations():
        raise StoreError(f"There is no stored operation “{operation}”.", "Name one as `aid versions` lists it.")
    return resources.store.waybills.all(operation)


def papers_on_record(resources: Resources, operation: str, week: dt.date, plan: str | None = None) -> DispatchPapers:
    """Papers of the waybills issued for a week.

    Parameters
    ----------
    plan
        First digits of the plan's key; needed where several plans have waybills of the week.

    Raises
    ------
    StoreError
        If none were issued, or those of several plans were and none is named.
    """
    waybills_of_operation(resources, operation)
    found = [
        issued
        for issued in resources.store.waybills.dispatches(operation)
        if issued.week == week and issued.plan.startswith(plan or "")
    ]
    if len(found) != 1:
        several = ", ".join(issued.plan[:12] for issued in found)
        told = f"Plans {several} have waybills" if found else "No waybills were issued"
        hint = "Name one with --plan." if found else "Issue them on the Dispatch page, or with aid waybills issue."
        raise StoreError(f"{told} of “{operation}” for the week to {week}.", hint)
    return papers_of_issued(resources, found[0])


def papers_of_issued(resources: Resources, issued: IssuedDispatch) -> DispatchPapers:
    """Papers of an issued dispatch, with the words of the data version it was made from.

    Raises
    ------
    StoreError
        If a file is not what was issued.
    """
    newest = resources.store.latest_version(issued.operation)
    of_plan = [proposal for proposal in resources.store.proposals.of(issued.operation) if proposal.key == issued.plan]
    version = of_plan[0].data_version if of_plan else newest.id if newest else 0
    return issued_papers(resources, resources.store.load_version(version), issued)


def write_papers(papers: DispatchPapers, folder: Path, language: Language = ENGLISH) -> list[str]:
    """Write every paper as PDF and HTML, and the waybills as data; the folder appears whole or not at all.

    A draft has no waybills as data, for there is nothing to verify.

    Raises
    ------
    SourceUnavailable
        If something else is there, or it cannot be written.
    """
    files = {} if papers.is_draft else {"waybills.json": papers.json()}
    for name, kinds in PAPERS.items():
        files |= {f"{name}.pdf": papers.pdf(kinds, language), f"{name}.html": papers.html(kinds, language)}
    refuse_foreign(folder, files, "all-papers.pdf", "folder of papers")
    write_whole(folder, files, "papers")
    return sorted(files)
