"""Text as the parts of a workbook can hold it: they are XML, which some signs break so that nothing opens the file."""

import re

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 knows no way to write (its production ``Char``)."""


def xml_text(text: str) -> str:
    r"""The text with the sign for an unknown one in place of every sign that a workbook cannot hold.

    Examples
    --------
    >>> xml_text("North\\x1b\\uffff")
    'North��'
    """
    return NOT_IN_XML.sub("\ufffd", text)
