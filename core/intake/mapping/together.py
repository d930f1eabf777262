"""The files of one import together: ids for the places and goods they name, camps of files, roads between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES, Camps, Depots, Population, Routes
from core.domain.validation import quote
from core.intake.mapping.answers import ImportAnswers
from core.intake.mapping.file_camp import camp_of_file
from core.intake.mapping.place_kinds import kept_depots
from core.intake.mapping.places import Register, register_of, resolve_references, with_ids

NAMED = {"camps": Camps.camp_id, "depots": Depots.depot_id, "items": "item_id"}
"""Tables whose rows others name, and the column of their id."""
KIND_OF = {"camps": "camp", "depots": "depot", "items": "item"}


@dataclass(eq=False)
class Part:
    """What one found table gives.

    Attributes
    ----------
    file
        Name of its file.
    tables
        Our table to raw rows; the index is the file's row less 2.
    own
        Whether it has our own form: its cells are then left exactly as they are.
    columns
        (table, our column) to the found column, for the findings.
    findings
        What is said about it.
    """

    file: str
    tables: dict[str, pd.DataFrame]
    own: bool = False
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def put_together(parts: Sequence[Part], held: Mapping[str, pd.DataFrame], answers: ImportAnswers) -> None:
    """Give every part ids in place of names; what cannot be told is said in the part's findings.

    Parameters
    ----------
    parts
        In the order of the files; changed in place.
    held
        Tables of the operation that the import goes into; none where it is new.
    answers
        What a person said.
    """
    registers = register_of(held)
    stored_camps = set(registers["camp"].ids)
    taken = set(registers["place"].ids) | set(registers["item"].ids)
    # tables in our own form have ids, which names in other files then mean; camps come before depots of their names
    in_order = sorted(parts, key=lambda part: not part.own)
    for table in NAMED:
        for part in in_order:
            if table in part.tables:
                _take_in(part, table, registers, taken)
    lists = {
        camp for part in parts if "population" not in part.tables
        # a table in our own form may lack its ids; it is refused when all is checked
        if "camps" in part.tables and Camps.camp_id in part.tables["camps"]
        for camp in part.tables["camps"][Camps.camp_id].dropna()
    }  # fmt: skip
    for part in parts:
        if not part.own and "camps" in part.tables and "population" in part.tables:
            lists |= _one_row_per_camp(part, lists, stored_camps)
    registers["place"] = registers["camp"].with_other(registers["depot"])
    for part in parts:
        if not part.own:
            _file_camp(part, registers["camp"])
            _references(part, registers, answers.places)
    passed = {
        place for part in parts for column in (Routes.origin_id, Routes.destination_id)
        if "routes" in part.tables and column in part.tables["routes"]
        for place in part.tables["routes"][column].dropna()
    }  # fmt: skip
    for part in parts:
        if not part.own:
            _finish(part, frozenset(passed))
            _keep_positions(part, held)


def new_camps_part(answers: ImportAnswers) -> Part | None:
    """Camps that a person describes in the answers; None where there are none."""
    if not answers.new_camps:
        return None
    rows = pd.DataFrame([camp.model_dump() for camp in answers.new_camps])
    text = rows.apply(lambda column: column.astype("object").where(column.notna()).map(str, na_action="ignore"))
    return Part("the answers", {"camps": text.astype("str")})


def _take_in(part: Part, table: str, registers: Mapping[str, Register], taken: set[str]) -> None:
    """Ids for the rows of a table that others name, and the names under which they are known from now on."""
    rows, identifier = part.tables[table], NAMED[table]
    before = rows[identifier] if identifier in rows else pd.Series(np.nan, index=rows.index)
    register = registers[KIND_OF[table]]
    if not part.own:
        rows, findings = with_ids(table, rows, register, taken)
        part.tables[table] = rows
        part.findings += findings
    elif identifier not in rows:
        return
    taken |= set(rows[identifier].dropna())
    empty = pd.Series(np.nan, index=rows.index)
    wanted = [rows.get(column, empty) for column in (Camps.name, Camps.pcode, Camps.country)]
    for each, old, name, code, country in zip(rows[identifier], before, *wanted, strict=True):
        if isinstance(each, str):
            register.add(each, [name, old], code, country)


def _one_row_per_camp(part: Part, lists: set[str], stored: set[str]) -> set[str]:
    """Camps of a table of counts: one row each, and none for a camp that is known and about which it says no place."""
    rows = part.tables["camps"].dropna(subset=[Camps.camp_id])
    places = [c for c in (Camps.latitude, Camps.longitude) if c in rows]
    for column in places:
        spread = rows.groupby(Camps.camp_id)[column].nunique()
        moved = spread[spread > 1]
        if len(moved):
            name = quote(moved.index[0])
            words = f"{len(moved):,} camps have more than one {column}, {name} among them; the first of each is taken."
            row = int(rows.index[rows[Camps.camp_id] == moved.index[0]][0]) + 2
            part.findings.append(Finding("question", "camps", row, column, "camp_differs", words, ""))
    labels = rows.drop_duplicates(Camps.camp_id).index
    first = rows.groupby(Camps.camp_id, sort=False).first().reset_index()
    first = first.set_index(labels)[list(rows.columns)]
    has_place = first[places].notna().all(axis=1) if len(places) == 2 else pd.Series(False, index=first.index)
    kept = first[~first[Camps.camp_id].isin(lists) & (has_place | ~first[Camps.camp_id].isin(stored))]
    if kept.empty:
        del part.tables["camps"]
    else:
        part.tables["camps"] = kept
    bare = kept[~has_place.reindex(kept.index)]
    if len(bare):
        names = ", ".join(quote(name) for name in bare[Camps.name].head(8))
        words = f"{len(bare):,} camps have no coordinates: {names}. They cannot stand on a map, nor be routed to."
        mend = "Add a list of sites with coordinates to the import."
        part.findings.append(Finding("question", "camps", int(bare.index[0]) + 2, None, "no_place", words, mend))
    return set(kept[Camps.camp_id])


def _file_camp(part: Part, camps: Register) -> None:
    """The camp of counts that name none, from the name of their file."""
    counts = part.tables.get("population")
    if counts is None or Population.camp_id in counts:
        return
    told = camp_of_file(part.file, camps, frozenset(camps.country.values()))
    mend = "Answer which camp it is (fixed: population.camp_id), if it is another."
    if told.camp_id is not None:
        counts.insert(0, Population.camp_id, told.camp_id)
        words = f"No column names the camp; the counts are taken as those of {camps.called(told.camp_id)}: {told.why}."
        part.findings.append(
            Finding(
                "question",
                "population",
                None,
                Population.camp_id,
                "camp_of_file",
                words,
                mend,
                subjects=(told.camp_id,),
            )
        )
    elif told.country is not None:
        part.tables["camps"], findings = with_ids(
            "camps",
            pd.DataFrame(
                {
                    Camps.name: [told.name], Camps.country: [told.country], Camps.latitude: [np.nan],
                    Camps.longitude: [np.nan],
                },
                index=counts.index[:1],
                dtype="str",
            ),
            camps,
            set(camps.ids),
        )  # fmt: skip
        identifier = str(part.tables["camps"][Camps.camp_id].iloc[0])
        counts.insert(0, Population.camp_id, identifier)
        camps.add(identifier, [told.name], None, told.country)
        words = (
            f"No column names the camp, and no camp is known by the name of the file: {quote(told.name)} in "
            f"{told.country} is made a new camp, without coordinates."
        )
        mend = "Answer where it lies (new_camps), or which camp it is (fixed: population.camp_id)."
        part.findings += [*findings, Finding("question", "camps", None, None, "camp_of_file", words, mend)]
    else:
        which = (
            f"may be {' or '.join(map(camps.called_apart, told.several))}"
            if told.several
            else "is no camp that is known"
        )
        words = f"No column names the camp, and the name of the file, “{quote(part.file)}”, {which}."
        mend = "Answer which camp it is (fixed: population.camp_id); describe a new one in new_camps."
        part.findings.append(Finding("error", "population", None, Population.camp_id, "camp_of_file", words, mend))


def _references(part: Part, registers: Mapping[str, Register], answered: Mapping[str, str]) -> None:
    for table, rows in part.tables.items():
        if table in OPERATION_TABLES and OPERATION_TABLES[table].references():
            columns = {ours: column for (into, ours), column in part.columns.items() if into == table}
            part.tables[table], findings = resolve_references(table, rows, registers, answered, columns)
            part.findings += findings


def _keep_positions(part: Part, held: Mapping[str, pd.DataFrame]) -> None:
    """Coordinates that the operation holds stay where a file names a place and says nothing of where it lies."""
    for table, identifier in (("camps", Camps.camp_id), ("depots", Depots.depot_id)):
        if table not in part.tables or table not in held:
            continue
        rows, known = part.tables[table].copy(), held[table].set_index(identifier)
        silent = rows[[Camps.latitude, Camps.longitude]].isna().all(axis=1) & rows[identifier].isin(known.index)
        for column in (Camps.latitude, Camps.longitude):
            before = rows.loc[silent, identifier].map(known[column]).map(repr, na_action="ignore")
            rows.loc[silent, column] = before.astype("str")
        part.tables[table] = rows


def _finish(part: Part, passed: frozenset[str]) -> None:
    """What can only be done when the whole import is known: places on roads, names of roads."""
    if "depots" in part.tables:
        part.tables["depots"], findings = kept_depots(part.tables["depots"], passed)
        part.findings += findings
        if part.tables["depots"].empty:
            del part.tables["depots"]
    routes = part.tables.get("routes")
    if routes is not None and Routes.route_id not in routes:
        ends = routes[Routes.origin_id].fillna("") + "--" + routes[Routes.destination_id].fillna("")
        again = ends.groupby(ends).cumcount()
        routes.insert(0, Routes.route_id, ends.where(again.eq(0), ends + "-" + (again + 1).astype("str")))
