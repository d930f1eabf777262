"""The dialog *Brief on one page*, used as a person does."""

import re


def open_brief(page):
    page.get_by_role("button", name="Brief on one page").wait_for(timeout=60_000)
    page.get_by_role("button", name="Brief on one page").click()
    page.get_by_role("dialog").wait_for()


def choose(page, box, option):
    page.get_by_role("dialog").get_by_role("combobox", name=re.compile(box)).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.wait_for_timeout(800)


def download(page):
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Download the brief").click()
    return waiting.value.path().read_bytes()
