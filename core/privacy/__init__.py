"""Persons behind the data: found before anything is kept, treated as a person decides, protected in what leaves."""

from core.privacy.coding import coding_key as coding_key, stamp_of_coding_key as stamp_of_coding_key
from core.privacy.find import find_personal_data as find_personal_data
from core.privacy.findings import personal_data_findings as personal_data_findings
from core.privacy.personal_data import PersonalData as PersonalData, PersonalKind as PersonalKind
from core.privacy.protect import Protected as Protected, protect as protect
from core.privacy.sure_patterns import told_of_persons as told_of_persons
from core.privacy.treated_file import (
    is_treated_file as is_treated_file,
    read_treated_file as read_treated_file,
    treated_file as treated_file,
)
from core.privacy.treatment import (
    Choice as Choice,
    Treatment as Treatment,
    possible_treatments as possible_treatments,
    treat as treat,
)
