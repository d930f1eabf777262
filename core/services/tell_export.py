"""What an export holds, in words."""

from core.exchange.outgoing import ILLUSTRATIVE
from core.services.export_operation import Exported


def tell_export(exported: Exported) -> list[str]:
    """Sentences about what was taken out and what was done with it before."""
    about = exported.about
    lines = [
        f"{about.operation}: {len(exported.tables)} tables as {', '.join(exported.formats)}, level {about.level}, "
        f"{about.date}, data version {about.data_version[:12]}, program {about.program_version}."
    ]
    if about.illustrative:
        lines.append(ILLUSTRATIVE)
    return [*lines, *(about.done or ("Nothing was left out, blurred or hidden.",))]
