"""Models: which are stored, which one is served, and how good each was."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from core.services.describe_model import describe_model, stored_versions
from core.services.life_cycle import what_serves
from core.services.plain_values import plain_values, rows_of
from entrypoints.api.context import Context, Looker

router = APIRouter(prefix="/models", tags=["models"])


class ModelList(BaseModel):
    """Stored versions and the one that is served."""

    versions: list[str]
    served: str | None = Field(description="Asked for anew with every request; null where none can be served")
    in_place_of: str | None = Field(description="The version that was promoted, where it cannot be read; else null")
    fault: str = Field(description="Why that one cannot be read; blank where the promoted one answers")


@router.get("", summary="List models")
def list_models(context: Context, looker: Looker) -> ModelList:
    """Stored versions; a promotion holds from the next request on, without a restart."""
    versions, _ = stored_versions(context.resources)
    served = what_serves(context.resources)
    return ModelList(
        versions=versions,
        served=served.version if served else None,
        in_place_of=served.named if served and served.is_fallback else None,
        fault=served.fault if served else "",
    )


@router.get("/{version}", summary="See a model's card")
def show_model(
    context: Context,
    looker: Looker,
    version: Annotated[str, Path(max_length=200, description="Model version", examples=["2026.12.0"])],
) -> dict[str, Any]:
    """Card, metadata, measures, and files that changed since it was trained."""
    found = describe_model(context.resources, version)
    told: dict[str, Any] = plain_values(
        {
            "version": found.version,
            "is_served": found.is_served,
            "metadata": found.metadata,
            "card": found.card,
            "metrics": rows_of(found.metrics),
            "metrics_by_horizon": rows_of(found.metrics_by_horizon),
            "changed": found.changed,
            "speaks_against": found.speaks_against,
            "promoted": found.promoted,
        }
    )
    return told
