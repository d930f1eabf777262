"""What can be chosen in a what-if: names of the operation by identifier."""

from core.domain.operation import Operation
from core.domain.schemas import Camps, Depots, Items
from core.services.map_layers import drawn_routes
from ui.language import say
from ui.scenario_form.kinds import CellKind


def choices_of(operation: Operation) -> dict[CellKind, dict[str, str]]:
    """Identifier to name for camps, depots, places, items and routes; the same name twice is told by its identifier."""
    places = operation.place_names
    items, routes = operation.items, drawn_routes(operation)
    ends = zip(routes["route_id"], routes["origin_id"], routes["destination_id"], strict=True)
    return {
        "camp": _named({camp: places[camp] for camp in operation.camps[Camps.camp_id]}),
        "depot": _named({depot: places[depot] for depot in operation.depots[Depots.depot_id]}),
        "place": _named(dict(places)),
        "item": _named(dict(zip(items[Items.item_id], items[Items.name], strict=True))),
        "route": _named(
            {r: say("{first} to {last}", first=places.get(a, a), last=places.get(b, b)) for r, a, b in ends}
        ),
    }


def _named(names: dict[str, str]) -> dict[str, str]:
    """Names in order of the alphabet, told apart where two are equal."""
    seen = list(names.values())
    told = {key: f"{name} ({key})" if seen.count(name) > 1 else name for key, name in names.items()}
    return dict(sorted(told.items(), key=lambda pair: pair[1].casefold()))
