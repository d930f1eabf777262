"""Whatever stands in the cells of a known kind of file, its importer neither fails nor lets a row point elsewhere."""

import numpy as np
import pytest

from core.sources import SourceContext, apply_pcodes, source_of
from tests.unit.sources.found_samples import found, sample
from tests.unit.sources.test_pcodes import TODAY, camps, pcodes_of
from tests.unit.sources.test_places_and_roads import FLEE, LINKS, SITES

HOSTILE = (
    None, "", " ", "NA", "-5", "1e400", "inf", "nan", "1,5", "1_000", "½", "=1+1", "<script>", "2024-13-45",
    "99999999999", "\u202eabc", "\u0000", "اسم", "x" * 5000, "\n\r", "'", '"', "3/4/16", "#adm1", "٣",
)  # fmt: skip
MOUNTED = {
    "demographics": sample("unhcr_demographics.csv"),
    "end_year": sample("unhcr_end_year.csv"),
    "dtm": sample("iom_dtm.csv"),
    "hapi": sample("hapi_idps.csv"),
    "wfp": sample("wfp_prices.csv"),
    "pcodes": sample("pcodes.csv"),
    "wash": found(
        "form_id,start_date,end_date,location_id,location_name,country,liters_per_person_per_day,refugee_pop,"
        "reporting_monthly,reporting_annual\n" + "1,2024-12-02,2024-12-29,541,Buramino,Ethiopia,9,49000,20058,NA\n" * 4
    ),
    "flee": found(FLEE + "Kidal,K,Mali,18.4,1.4,town,,5\nMentao,P,Burkina_Faso,13.9,-1.6,camp,,5\n" * 3),
    "sites": found(SITES + "TCDs1,Chad,Farchana,Refugee Location,Planned,2010-01-01,,1,21.8,13.6\n" * 4),
    "links": found(LINKS + "Kidal,Mentao,400,0\nMentao,Gao,410,2\n" * 3),
    "boundaries": found(
        "ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,validOn,validTo\n" + "Ouest,HT01,Haiti,HT,2020-01-01,\n" * 4
    ),
    "kobo": found(
        "site,total_individuals,today,country,_uuid,_index,_parent_index,_parent_table_name\n"
        + "A,10,2024-01-02,Chad,u,1,1,x\n" * 4
    ),
    "refugees": found(
        "origin_location_code,asylum_location_code,population_group,gender,age_range,population,reference_period_start,"
        "reference_period_end\n"
        + "SDN,TCD,REF,all,all,5,2023-01-01,2023-12-31\nSDN,TCD,REF,f,0-4,5,2023-01-01,2023-12-31\n" * 3
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MOUNTED)
def test_hostile_cells_break_no_importer(kind):
    table, random = MOUNTED[kind], np.random.default_rng(7)
    for _ in range(3):
        cells = table.cells.copy()
        for _ in range(random.integers(1, cells.size)):
            row, column = random.integers(0, len(cells)), random.integers(0, cells.shape[1])
            cells.iloc[row, column] = HOSTILE[random.integers(0, len(HOSTILE))]
        broken = type(table)(table.file, "", cells, hxl=table.hxl)
        understood = source_of(broken)[0].understand(broken, SourceContext(others=(MOUNTED["flee"],)))
        for name, rows in understood.tables.items():
            assert (kind, name) == ("links", "depots") or rows.index.isin(cells.index).all()
            assert rows.index.is_unique
            assert set(rows.dtypes.astype(str)) == {"str"}
        assert all(f.row is None or f.row - 2 in cells.index for f in understood.findings)
        assert set(understood.columns) == set(cells.columns)


def test_camps_without_anything_known_pass_through_the_pcodes():
    nothing = camps(name=[None, "x"], country=[None, None])
    filled, findings = apply_pcodes(nothing, pcodes_of(sample("pcodes.csv")), TODAY)
    assert findings == []
    assert filled["pcode"].isna().all()
