"""Trains networks with Keras, on demand: `with_keras.py FOLDER CONTEST...`.

FOLDER/CONTEST holds `training.bin`, `validation.bin` (float32 windows), `training-classes.bin`,
`validation-classes.bin` (bytes), `race.json` and a folder `seed-N` for each set of first weights.
Answers one line of JSON on standard output: a first one when all is compiled, then one for each line
`{"contest", "seed", "untilLoss"}` read: losses on the validation windows after each epoch, and the
training time of each, ms, without that validation.
"""

import json
import os
import pathlib
import sys
import time

BEGAN = time.perf_counter()
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.append(str(pathlib.Path(__file__).parent.parent / "convert"))

import keras
import numpy as np
import tensorflow as tf
from keras_network import Network, keras_model


class Stopwatch(keras.callbacks.Callback):
    """Times epochs without their validation, and stops where the loss is low enough."""

    def __init__(self, until_loss: float):
        super().__init__()
        self.until_loss = until_loss
        self.train_ms, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    # Validation comes after an epoch's last batch.
    def on_test_begin(self, logs=None):
        self.train_ms.append((time.perf_counter() - self.began) * 1000)

    def on_epoch_end(self, epoch, logs=None):
        self.losses.append(float(logs["val_loss"]))
        self.model.stop_training = self.losses[-1] <= self.until_loss


class Contest:
    """One network on one set of windows, compiled once."""

    def __init__(self, folder: pathlib.Path, jit_compile: bool):
        self.folder = folder
        self.race = json.loads((folder / "race.json").read_text())
        network = Network(folder / "seed-1")
        self.model = keras_model(keras, network, None, dropout=True)
        self.model.compile(
            keras.optimizers.Adam(self.race["learningRate"]),
            "sparse_categorical_crossentropy",
            jit_compile=jit_compile,
        )
        self.data = []
        for part in ("training", "validation"):
            windows = np.fromfile(folder / f"{part}.bin", np.float32).reshape(-1, *network.shape)
            self.data.append((windows, np.fromfile(folder / f"{part}-classes.bin", np.uint8)))

    def start_from(self, seed: int):
        network = Network(self.folder / f"seed-{seed}")
        first = keras_model(keras, network, None, dropout=True)
        self.model.set_weights(first.get_weights())
        for variable in self.model.optimizer.variables:
            if variable is not self.model.optimizer._learning_rate:
                variable.assign(np.zeros(variable.shape, variable.dtype))
        keras.utils.set_random_seed(seed)

    def train(self, seed: int, until_loss: float, epochs: int) -> dict:
        self.start_from(seed)
        (windows, classes), validation = self.data
        first_loss = float(self.model.evaluate(*validation, batch_size=256, verbose=0))
        stopwatch = Stopwatch(until_loss)
        self.model.fit(
            windows,
            classes,
            batch_size=self.race["batchSize"],
            epochs=epochs,
            validation_data=validation,
            validation_batch_size=256,
            callbacks=[stopwatch],
            verbose=0,
        )
        return {
            "firstLoss": first_loss,
            "losses": stopwatch.losses,
            "trainMs": stopwatch.train_ms,
        }


def warm(folder: pathlib.Path) -> Contest:
    """Compiled with XLA or without, whichever trains a second epoch faster."""
    ways = []
    for jit_compile in (False, True):
        contest = Contest(folder, jit_compile)
        ways.append((contest.train(1, 0.0, 3)["trainMs"][-1], contest))
    return min(ways, key=lambda way: way[0])[1]


def answer(value: dict):
    print(json.dumps(value), flush=True)


def main():
    root = pathlib.Path(sys.argv[1])
    contests = {name: warm(root / name) for name in sys.argv[2:]}
    answer(
        {
            "tensorflow": tf.__version__,
            "keras": keras.__version__,
            "startMs": (time.perf_counter() - BEGAN) * 1000,
        }
    )
    for line in sys.stdin:
        asked = json.loads(line)
        contest = contests[asked["contest"]]
        answer(contest.train(asked["seed"], asked["untilLoss"], contest.race["epochs"]))


main()
