"""A small neural net of the normalised residual: trained in Keras, served from plain arrays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.domain.schemas import LEVELS
from core.forecasting.damped_trend import widening
from core.forecasting.features import FEATURES, feature_rows
from core.forecasting.hyperparameters import Net as NetChoices
from core.forecasting.scores import LEVEL_ARRAY, MEDIAN, as_quantiles
from core.forecasting.trend import Trend
from core.forecasting.views import Views

FARTHEST = 6.0
"""Standardised features are cut at this many standard deviations, so that no odd camp is extrapolated wildly."""


@dataclass(frozen=True, eq=False)
class Layers:
    """Weights of the net.

    Attributes
    ----------
    centre, spread
        Mean and standard deviation of each feature, shape (f,).
    kernels, biases
        Of each dense layer, the last one giving the nine raw outputs.
    """

    centre: np.ndarray
    spread: np.ndarray
    kernels: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

    def standardised(self, rows: np.ndarray) -> np.ndarray:
        """Features in standard deviations, cut at ``FARTHEST``, float32."""
        return np.clip((rows - self.centre) / self.spread, -FARTHEST, FARTHEST).astype(np.float32)

    def outputs(self, standardised: np.ndarray) -> np.ndarray:
        """Raw outputs of the net, shape (n, 9)."""
        value = standardised
        for kernel, bias in zip(self.kernels[:-1], self.biases[:-1], strict=True):
            hidden = value @ kernel + bias
            value = hidden / (1 + np.exp(-np.clip(hidden, -60, 60)))  # swish
        return value @ self.kernels[-1] + self.biases[-1]

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
    middle = outputs[:, MEDIAN : MEDIAN + 1]
    below = middle - np.cumsum(steps[:, MEDIAN - 1 :: -1], axis=1)[:, ::-1]
    above = middle + np.cumsum(steps[:, MEDIAN + 1 :], axis=1)
    return np.concatenate([below, middle, above], axis=1)


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
        displacement = self.trend.displacement(views, lead_weeks)
        asked = np.minimum(lead_weeks, self.longest_lead_weeks)
        rows = self.layers.standardised(feature_rows(views, asked, displacement))
        residual = quantiles_of_outputs(self.layers.outputs(rows).astype(np.float64))
        residual = residual.reshape(*lead_weeks.shape, len(LEVELS))
        residual = residual * widening(lead_weeks, self.longest_lead_weeks)[:, :, None]
        middle = self.trend.people(views, displacement)[:, :, None]
        return as_quantiles(middle + residual * views.scale[:, None, None])


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
    choices: NetChoices,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> TrainedNet:
    """Train the net in TensorFlow; the only place that imports it.

    Parameters
    ----------
    rows
        Features, shape (n, f).
    residual
        Normalised residual, shape (n,).
    """
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    centre, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    prepared = np.clip((rows - centre) / spread, -FARTHEST, FARTHEST).astype(np.float32)
    model = keras.Sequential(
        [
            keras.Input((rows.shape[1],)),
            *[keras.layers.Dense(units, activation="swish") for units in choices.hidden],
            keras.layers.Dense(len(LEVELS)),
        ]
    )
    levels = tf.constant(LEVEL_ARRAY, dtype=tf.float32)

    def loss(truth: Any, outputs: Any) -> Any:
        steps = tf.nn.softplus(outputs)
        middle = outputs[:, MEDIAN : MEDIAN + 1]
        below = middle - tf.reverse(tf.cumsum(tf.reverse(steps[:, :MEDIAN], [1]), axis=1), [1])
        above = middle + tf.cumsum(steps[:, MEDIAN + 1 :], axis=1)
        error = tf.reshape(truth, (-1, 1)) - tf.concat([below, middle, above], axis=1)
        return tf.reduce_mean(tf.maximum(levels * error, (levels - 1) * error), axis=1)

    steps = choices.epochs * max(len(rows) // choices.batch, 1)
    rate = keras.optimizers.schedules.CosineDecay(choices.learning_rate, steps, alpha=0.1)
    model.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=choices.weight_decay), loss=loss)
    epochs = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: progress(f"net: pass {epoch + 1} of {choices.epochs}, loss {logs['loss']:.4f}")
    )
    model.fit(
        prepared,
        residual.astype(np.float32),
        batch_size=choices.batch,
        epochs=choices.epochs,
        verbose=0,
        callbacks=[epochs],
    )
    dense: Sequence[Any] = model.layers
    layers = Layers(
        centre,
        spread,
        tuple(np.asarray(layer.get_weights()[0]) for layer in dense),
        tuple(np.asarray(layer.get_weights()[1]) for layer in dense),
    )
    sample = prepared[:1000]
    reference = np.asarray(model(sample))
    difference = float((np.abs(reference - layers.outputs(sample)) / np.maximum(np.abs(reference), 1.0)).max())
    return TrainedNet(layers, model, difference)
