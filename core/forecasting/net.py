"""Small neural nets of the normalised residual, averaged: trained in Keras, served from plain arrays.

Several nets that differ only in where they start agree better with what comes than any one of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.domain.schemas import LEVELS
from core.forecasting.around_trend import quantiles_around_trend
from core.forecasting.features import FEATURES
from core.forecasting.hyperparameters import Net as NetChoices
from core.forecasting.scores import LEVEL_ARRAY, MEDIAN
from core.forecasting.trend import Trend
from core.forecasting.views import Views

FARTHEST = 6.0
"""Standardised features are cut at this many standard deviations, so that no odd camp is extrapolated wildly."""


HEAVIEST = 20.0
"""Weights are cut at this many times the median one: a batch must not be ruled by a single row."""


@dataclass(frozen=True, eq=False)
class Layers:
    """Weights of the nets, of the same shape, stacked along the first axis.

    Attributes
    ----------
    centre, spread
        Mean and standard deviation of each feature, shape (f,).
    kernels, biases
        Of each dense layer, the last one giving the nine raw outputs; shape (members, inputs, units) and
        (members, units).
    """

    centre: np.ndarray
    spread: np.ndarray
    kernels: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

    def standardised(self, rows: np.ndarray) -> np.ndarray:
        """Features in standard deviations, cut at ``FARTHEST``, float32."""
        return np.clip((rows - self.centre) / self.spread, -FARTHEST, FARTHEST).astype(np.float32)

    def outputs(self, standardised: np.ndarray) -> np.ndarray:
        """Raw outputs of each net, shape (members, n, 9)."""
        value = standardised[None]
        for kernel, bias in zip(self.kernels[:-1], self.biases[:-1], strict=True):
            hidden = value @ kernel + bias[:, None]
            value = hidden / (1 + np.exp(-np.clip(hidden, -60, 60)))  # swish
        return value @ self.kernels[-1] + self.biases[-1][:, None]

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Arrays to store; centre and spread are stored apart, as the encoder."""
        return {f"kernel_{i}": k for i, k in enumerate(self.kernels)} | {
            f"bias_{i}": b for i, b in enumerate(self.biases)
        }

    def encoder(self) -> dict[str, Any]:
        """How features are prepared, as plain values."""
        return {
            "features": list(FEATURES),
            "centre": self.centre.tolist(),
            "spread": self.spread.tolist(),
            "farthest": FARTHEST,
        }

    @classmethod
    def from_stored(cls, arrays: Mapping[str, np.ndarray], encoder: Mapping[str, Any]) -> "Layers":
        """Weights of stored arrays and their encoder."""
        depth = sum(name.startswith("kernel_") for name in arrays)
        return cls(
            np.array(encoder["centre"]),
            np.array(encoder["spread"]),
            tuple(arrays[f"kernel_{i}"] for i in range(depth)),
            tuple(arrays[f"bias_{i}"] for i in range(depth)),
        )


def quantiles_of_outputs(outputs: np.ndarray) -> np.ndarray:
    """Ascending quantiles: the middle output is the median, the others are positive distances from level to level."""
    steps = np.logaddexp(0.0, outputs)
    middle = outputs[..., MEDIAN : MEDIAN + 1]
    below = middle - np.cumsum(steps[..., MEDIAN - 1 :: -1], axis=-1)[..., ::-1]
    above = middle + np.cumsum(steps[..., MEDIAN + 1 :], axis=-1)
    return np.concatenate([below, middle, above], axis=-1)


@dataclass(frozen=True, eq=False)
class Net:
    """Residual quantiles from the net, around the damped trend.

    Attributes
    ----------
    trend
        Where the middle goes before the net speaks.
    layers
        Its weights.
    longest_lead_weeks
        Longest trained lead; longer ones are asked as that one and widened.
    """

    trend: Trend
    layers: Layers
    longest_lead_weeks: float
    name: str = "net"

    def predict(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Quantiles of people, shape (n, h, 9); see ``Method.predict``."""
        return quantiles_around_trend(self.trend, views, lead_weeks, self.longest_lead_weeks, self._residual)

    def _residual(self, rows: np.ndarray) -> np.ndarray:
        outputs = self.layers.outputs(self.layers.standardised(rows)).astype(np.float64)
        return quantiles_of_outputs(outputs).mean(axis=0)


@dataclass(frozen=True, eq=False)
class TrainedNet:
    """Plain weights, and the Keras model they came from."""

    layers: Layers
    keras_model: Any
    largest_difference: float
    """Largest difference between Keras and the plain arrays on a thousand rows, relative where an output exceeds 1."""


def fit_net(
    rows: np.ndarray,
    residual: np.ndarray,
    weight: np.ndarray,
    choices: NetChoices,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> TrainedNet:
    """Train the net in TensorFlow; the only place that imports it.

    Parameters
    ----------
    rows
        Features, shape (n, f).
    residual, weight
        Normalised residual and how much each row counts, shape (n,).
    """
    import keras
    import tensorflow as tf

    centre, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    prepared = np.clip((rows - centre) / spread, -FARTHEST, FARTHEST).astype(np.float32)
    levels = tf.constant(LEVEL_ARRAY, dtype=tf.float32)

    def loss(truth: Any, outputs: Any) -> Any:
        steps = tf.nn.softplus(outputs)
        middle = outputs[:, MEDIAN : MEDIAN + 1]
        below = middle - tf.reverse(tf.cumsum(tf.reverse(steps[:, :MEDIAN], [1]), axis=1), [1])
        above = middle + tf.cumsum(steps[:, MEDIAN + 1 :], axis=1)
        error = tf.reshape(truth, (-1, 1)) - tf.concat([below, middle, above], axis=1)
        return tf.reduce_mean(tf.maximum(levels * error, (levels - 1) * error), axis=1)

    steps = choices.epochs * max(len(rows) // choices.batch, 1)
    members: list[Any] = []
    for member in range(choices.members):
        keras.utils.set_random_seed(seed + member)
        net = keras.Sequential(
            [
                keras.Input((rows.shape[1],)),
                *[keras.layers.Dense(units, activation="swish") for units in choices.hidden],
                keras.layers.Dense(len(LEVELS)),
            ],
            name=f"member_{member}",
        )
        rate = keras.optimizers.schedules.CosineDecay(choices.learning_rate, steps, alpha=0.1)
        net.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=choices.weight_decay), loss=loss)
        history = net.fit(
            prepared,
            residual.astype(np.float32),
            sample_weight=np.minimum(weight, HEAVIEST * np.median(weight)).astype(np.float32),
            batch_size=choices.batch,
            epochs=choices.epochs,
            verbose=0,
        )
        progress(f"net {member + 1} of {choices.members}: loss {history.history['loss'][-1]:.4f}")
        members.append(net)
    stacked = [[np.asarray(w) for w in net.get_weights()] for net in members]  # kernel, bias, kernel, bias, ...
    joined = tuple(np.stack(parts) for parts in zip(*stacked, strict=True))
    layers = Layers(centre, spread, joined[0::2], joined[1::2])
    sample = prepared[:1000]
    reference = np.stack([np.asarray(net(sample)) for net in members])
    difference = float((np.abs(reference - layers.outputs(sample)) / np.maximum(np.abs(reference), 1.0)).max())
    entry = keras.Input((rows.shape[1],))
    return TrainedNet(layers, keras.Model(entry, [net(entry) for net in members]), difference)
