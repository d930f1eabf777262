"""Identifiers of camps as a map may carry them to a click and back.

folium puts what a layer holds through a template a second time (``branca.element.Element``): braces in an identifier
would be run as an expression on this machine. Percent-encoded, nothing of a template is left, and plain identifiers
stay what they are.
"""

from urllib.parse import quote, unquote


def carried(camp_id: str) -> str:
    """The identifier as a property of a feature.

    Examples
    --------
    >>> carried("kakuma-1"), carried("{{7*7}}")
    ('kakuma-1', '%7B%7B7%2A7%7D%7D')
    """
    return quote(camp_id, safe="")


def clicked(carried_id: str) -> str:
    """The identifier that ``carried`` was given.

    Examples
    --------
    >>> clicked(carried("{{7*7}} 100%"))
    '{{7*7}} 100%'
    """
    return unquote(carried_id)
