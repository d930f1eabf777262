"""A preview is the same after its way between two processes, and nothing but a preview comes out there."""

import dataclasses
import json
import pickle
import struct
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from core.domain.operation import Operation
from core.errors import DataError
from core.services.packed_preview import packed, unpacked
from core.services.upload_tables import preview_tables
from tests.builders import small_operation
from tests.mutated_imports import SITES, good_files

DAY = pd.Timestamp("2025-07-20")
GOOD = good_files()
PERSONS = (
    "Camp,First name,Phone,Age\n" + "".join(f"north,Amina{i},+25078812345{i},{20 + i}\n" for i in range(8))
).encode()
EVERY_THIRD = sorted(GOOD)[::3]
"""Of each format, encoding and publisher some; all of them take minutes."""


def assert_same(one, other, where="preview"):
    """Equal in every part, tables by their cells, types and labels."""
    assert type(one) is type(other), where
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other, obj=where)
    elif isinstance(one, Operation):
        assert one.fingerprint == other.fingerprint
        assert_same(one.tables, other.tables, f"{where}.tables")
        assert_same(one.findings, other.findings, f"{where}.findings")
        assert one.settings == other.settings
    elif dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
    elif isinstance(one, Mapping):
        assert list(one) == list(other), where
        for key in one:
            assert_same(one[key], other[key], f"{where}[{key}]")
    elif isinstance(one, (tuple, list)):
        assert len(one) == len(other), where
        for number, (mine, its) in enumerate(zip(one, other, strict=True)):
            assert_same(mine, its, f"{where}[{number}]")
    else:
        assert one == other, where


@pytest.mark.parametrize("name", [*EVERY_THIRD, "people.csv"])
def test_a_preview_comes_out_as_it_went_in(name):
    files = {name: {**GOOD, "people.csv": PERSONS}[name], **SITES}
    preview = preview_tables(small_operation(), files, "add", DAY)
    assert_same(preview, unpacked(packed(preview), files))


def test_a_table_that_stands_twice_travels_once_and_any_name_of_a_column_is_well():
    preview = preview_tables(
        small_operation(), {"a.csv": 'Site,"x ""0"" ناس",\U0001f600\nn,1,2\n'.encode()}, "add", DAY
    )
    data = packed(preview)
    assert_same(preview, unpacked(data, preview.sources))
    text = json.loads(data[8 : 8 + struct.unpack(">Q", data[:8])[0]])
    assert text[0] == "Preview"


@pytest.mark.parametrize(
    "content",
    [
        ["system", "true"], ["builtins.eval", "1"], ["dict", 3], {"Preview": 1}, ["Preview", {}], ["Preview", {"x": 1}],
        ["table", 0, []], ["Finding", {"level": "error"}], ["Timestamp", "no day"], None, 7,
    ],
)  # fmt: skip
def test_anything_else_is_refused(content):
    text = json.dumps(content).encode()
    with pytest.raises(DataError, match="no preview"):
        unpacked(struct.pack(">Q", len(text)) + text, {})


@pytest.mark.parametrize("data", [b"", b"cos\nsystem\n(S'true'\ntR.", pickle.dumps("x"), b"\xff" * 40, b"\0" * 8])
def test_bytes_that_are_no_preview_are_refused(data):
    with pytest.raises(DataError, match="no preview"):
        unpacked(data, {})


def test_a_value_of_another_class_is_not_packed():
    preview = preview_tables(small_operation(), {}, "add", DAY)
    with pytest.raises(TypeError, match=r"pathlib"):
        packed(dataclasses.replace(preview, told_start=Path("x")))
