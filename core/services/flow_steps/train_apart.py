"""Training in a process of its own: if the system ends it for want of memory, the flow lives to say so."""

import datetime as dt
import logging
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from core.domain.access import Actor
from core.errors import TrainingFailed
from core.forecasting.real_examples import RealExamples
from core.log import log_event
from core.services.flow_steps.flow import FlowContext
from core.services.resources import Resources
from core.services.train_models import train_version
from core.settings import AppSettings

logger = logging.getLogger(__name__)


def train_apart(context: FlowContext, examples: bytes) -> str:
    """Train a version on these real examples, in a fresh process; gives its name.

    Raises
    ------
    TrainingFailed
        If the process was ended from outside; and as ``train_version`` raises it.
    """
    settings = context.resources.settings
    # a fresh process, not a copy of this one: TensorFlow and open databases do not survive being copied
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(_train, context.rebuild, settings, examples, context.today, context.actor).result()
        except BrokenProcessPool as error:
            raise TrainingFailed(
                "the training was ended from outside; most often the machine had not enough memory for it.",
                "Free some memory (training needs about 2 GB), or make the numbers of models/hyperparameters.toml "
                "smaller. The served model serves on.",
            ) from error


def _train(
    rebuild: Callable[[AppSettings], Resources], settings: AppSettings, examples: bytes, today: dt.date, actor: Actor
) -> str:
    resources = rebuild(settings)

    def tell(_line: str) -> None:
        # a line may quote a fault; what came of the training is on record with its flow
        log_event(logger, logging.INFO, "training goes on")

    try:
        real = RealExamples.from_bytes(examples)
        made = train_version(resources, None, None, None, tell, today, actor, examples=real)
    finally:
        resources.store.close()
    if made.version is None:
        raise TrainingFailed("The training stored no version.")
    return made.version
