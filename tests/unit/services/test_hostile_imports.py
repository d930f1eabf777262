"""Damaged and hostile files through the whole import; thousands of them are in ``tests/benchmark``."""

import time

import pytest

from core.services.upload_tables import preview_tables
from tests.builders import small_operation
from tests.hostile_text import FORMULAS, SCRIPTS, SIGNS, TEMPLATES
from tests.mutated_imports import either_operation, mutated, outcome_of, repeated


@pytest.mark.parametrize("number", range(3))
def test_a_file_changed_at_random_is_accepted_or_refused_in_words(number):
    name, data = mutated(60, seed=7)[number * 10]
    outcome = outcome_of(name, data, either_operation(number))
    assert outcome.what in ("accepted", "asked", "refused"), outcome.detail


def test_hostile_names_in_one_file_are_told_once_and_kept_as_they_came():
    texts = [t for t in dict.fromkeys((*SCRIPTS, *FORMULAS, *TEMPLATES, *SIGNS)) if "\x00" not in t and t.strip()]
    rows = "".join('c{},"{}",TZA,{},30.5\n'.format(n, t.replace('"', '""'), n / 100 - 4) for n, t in enumerate(texts))
    files = {"camps.csv": f"camp_id,name,country,latitude,longitude\n{rows}".encode()}
    preview = preview_tables(small_operation(), files, "add")
    assert repeated(preview.findings) == []
    assert preview.operation is not None
    names = preview.operation.camps.set_index("camp_id")["name"]
    kept = sum(names.get(f"c{n}") == text.strip() for n, text in enumerate(texts))
    assert kept >= len(texts) - sum(text.lstrip().startswith("'") or "\r" in text for text in texts)


def test_a_fault_in_every_cell_gives_a_short_list_in_seconds():
    rows = b"nowhere,2025-13-45,-5\n" * 20_000
    began = time.process_time()
    preview = preview_tables(small_operation(), {"population.csv": b"camp_id,date,population\n" + rows}, "add")
    assert preview.operation is None
    assert len(preview.findings) < 10_000
    assert any("19,000 more" in f.message or "20,000" in f.message or "19,000" in f.message for f in preview.findings)
    assert time.process_time() - began < 5
