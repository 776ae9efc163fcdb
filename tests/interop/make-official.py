"""Writes small `.tflite` files made by the official converter, each with an input and its output.

`make-official.py FOLDER keras` makes a Keras network for every operator that matters here and
converts it with its batch left open (`NAME.tflite`) and fixed at 1 (`NAME-batch-1`), three ways:
`.int8` (int8 in and out), `.int8-float-io` (int8 inside, float32 in and out) and `.float`. Beside
every `.tflite` lie `.in` and `.out`: raw little-endian values of four inputs, one after the other,
and what TensorFlow's interpreter gives with its reference kernels. `README.md` lists the operators
of each file.

`make-official.py FOLDER tf-keras` does so with the older Keras (PyPI: `tf-keras`), which alone
marks its LSTM so that the converter fuses it into UNIDIRECTIONAL_SEQUENCE_LSTM, and that only
where the batch is fixed. The newer one's LSTM is refused with its batch open and else becomes a
WHILE loop, on whose conversion to int8 the process ended; why was not looked into. It is left out.
"""

import os
import pathlib
import re
import sys
from importlib import metadata

os.environ["TF_USE_LEGACY_KERAS"] = "1" if sys.argv[2] == "tf-keras" else "0"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf

keras = tf.keras
layers = keras.layers

FRAMES, CHANNELS, CLASSES = 20, 6, 3
CALIBRATION_WINDOWS = 64
WINDOWS = 4

SEQUENCE = (FRAMES, CHANNELS)
IMAGE = (FRAMES, CHANNELS, 1)
WAYS = ("int8", "int8-float-io", "float")


def network(shape, *stack):
    """Builds, for a batch size or none, layers one on the other, or functions of the value."""

    def build(batch):
        given = keras.Input(shape, batch_size=batch)
        value = given
        for layer in stack:
            value = layer(value)
        return keras.Model(given, value)

    return build


def head():
    return layers.Dense(CLASSES, activation="softmax")


def residual(value):
    inner = layers.Conv2D(4, 3, padding="same", activation="relu")(value)
    return layers.Add()([value, layers.Conv2D(4, 3, padding="same")(inner)])


def normalised(layer, activation):
    return [layer, layers.BatchNormalization(), layers.ReLU(6.0 if activation == "relu6" else None)]


NETWORKS = {
    "dense": lambda: network(
        SEQUENCE, layers.Flatten(), layers.Dense(12, activation="relu"), head()
    ),
    "dense-without-bias": lambda: network(
        SEQUENCE, layers.Flatten(), layers.Dense(12, use_bias=False), head()
    ),
    "dense-on-sequence": lambda: network(
        SEQUENCE, layers.Dense(5, activation="relu"), layers.Flatten(), head()
    ),
    "conv1d": lambda: network(
        SEQUENCE,
        layers.Conv1D(8, 5, strides=2, padding="same", activation="relu"),
        layers.Conv1D(8, 3, padding="valid", activation="relu"),
        layers.MaxPooling1D(2),
        layers.GlobalAveragePooling1D(),
        head(),
    ),
    "conv1d-dilated": lambda: network(
        SEQUENCE,
        layers.Conv1D(8, 3, dilation_rate=2, padding="same", activation="relu"),
        layers.Conv1D(4, 3, dilation_rate=2, padding="causal", activation="relu"),
        layers.Flatten(),
        head(),
    ),
    "conv2d-separable": lambda: network(
        IMAGE,
        *normalised(layers.Conv2D(8, (4, 3), strides=2, padding="same"), "relu6"),
        *normalised(layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2), "relu6"),
        *normalised(layers.SeparableConv2D(8, 3, padding="valid"), "relu"),
        layers.Flatten(),
        head(),
    ),
    "max-pool": lambda: network(
        IMAGE,
        layers.Conv2D(4, 3, padding="same", activation="relu"),
        layers.MaxPooling2D((3, 2), padding="same"),
        layers.Flatten(),
        head(),
    ),
    "average-pool": lambda: network(
        IMAGE,
        layers.Conv2D(4, 3, padding="same", activation="relu"),
        layers.AveragePooling2D((3, 2), padding="same"),
        layers.Flatten(),
        head(),
    ),
    "global-average-pool": lambda: network(
        IMAGE, layers.Conv2D(4, 3, activation="relu"), layers.GlobalAveragePooling2D(), head()
    ),
    "global-average-pool-kept": lambda: network(
        IMAGE,
        layers.Conv2D(4, 3, activation="relu"),
        layers.GlobalAveragePooling2D(keepdims=True),
        layers.Flatten(),
        head(),
    ),
    "global-max-pool": lambda: network(
        IMAGE, layers.Conv2D(4, 3, activation="relu"), layers.GlobalMaxPooling2D(), head()
    ),
    "residual": lambda: network(
        IMAGE,
        layers.Conv2D(4, 3, padding="same", activation="relu"),
        residual,
        layers.ReLU(),
        layers.GlobalAveragePooling2D(),
        head(),
    ),
    "zero-padding": lambda: network(
        IMAGE,
        layers.ZeroPadding2D(((2, 1), (0, 3))),
        layers.Conv2D(4, 3, activation="relu"),
        layers.Flatten(),
        head(),
    ),
    "standalone-relu": lambda: network(
        SEQUENCE, layers.ReLU(), layers.Flatten(), layers.Dense(8), layers.ReLU(6.0), head()
    ),
    "sigmoid": lambda: network(
        SEQUENCE,
        layers.Flatten(),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ),
    "tanh": lambda: network(
        SEQUENCE, layers.Flatten(), layers.Dense(12, activation="tanh"), head()
    ),
    "lstm-sequences": lambda: network(
        SEQUENCE, layers.LSTM(8, return_sequences=True), layers.Flatten(), head()
    ),
    "lstm-last": lambda: network(SEQUENCE, layers.LSTM(8), head()),
}


def settle(model, random):
    """Weights and statistics away from their first zeros and ones, or some operators would vanish."""
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.set_weights([random.uniform(0.5, 1.5, w.shape) for w in layer.get_weights()])
        else:
            layer.set_weights(
                [w + random.normal(0, 0.1, w.shape).astype("float32") for w in layer.get_weights()]
            )


def windows(model, count, random):
    return random.normal(0, 1, (count, *model.input_shape[1:])).astype("float32")


def convert(model, way, calibration):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if way != "float":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.representative_dataset = lambda: ([window[None]] for window in calibration)
    if way == "int8":
        converter.inference_input_type = converter.inference_output_type = tf.int8
    return converter.convert()


def open_interpreter(content):
    return tf.lite.Interpreter(
        model_content=content,
        num_threads=1,
        experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF,
    )


def run(content, inputs):
    """The inputs as the file takes them, and its outputs; every one on a fresh state."""
    taken, given = [], []
    for window in inputs:
        interpreter = open_interpreter(content)
        interpreter.allocate_tensors()
        source, target = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
        value = window[None]
        if source["dtype"] == np.int8:
            scale, zero_point = source["quantization"]
            value = np.clip(np.round(value / scale) + zero_point, -128, 127).astype(np.int8)
        interpreter.set_tensor(source["index"], value)
        interpreter.invoke()
        taken.append(value)
        given.append(interpreter.get_tensor(target["index"]))
    return np.concatenate(taken), np.concatenate(given)


def describe(content):
    interpreter = open_interpreter(content)
    interpreter.allocate_tensors()
    names = [operator["op_name"] for operator in interpreter._get_ops_details()]
    ends = (interpreter.get_input_details()[0], interpreter.get_output_details()[0])
    shapes = [
        f"{np.dtype(end['dtype']).name} {end['shape'].tolist()} ({end['shape_signature'].tolist()})"
        for end in ends
    ]
    return f"{', '.join(name for name in names if name != 'DELEGATE')} | {shapes[0]} | {shapes[1]}"


def reason(error):
    """What the converter says of the first fault, without the source positions before it."""
    return re.sub(r".*?error: ", "", str(error), count=1, flags=re.S).splitlines()[0][:150]


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    names = [name for name in NETWORKS if sys.argv[2] == "tf-keras" or "lstm" not in name]
    cases = [(name, batch, way) for name in names for batch in (None, 1) for way in WAYS]
    for name, batch, way in cases:
        random = np.random.default_rng(1)
        keras.utils.set_random_seed(1)
        model = NETWORKS[name]()(batch)
        settle(model, random)
        calibration = windows(model, CALIBRATION_WINDOWS, random)
        inputs = windows(model, WINDOWS, random)
        stem = f"{name}{'-batch-1' if batch else ''}.{way}"
        try:
            content = convert(model, way, calibration)
            taken, given = run(content, inputs)
            described = describe(content)
        except Exception as error:  # The converter's errors and the interpreter's share no class.
            rows.append(f"| {stem} | - | refused: {reason(error)} | | |")
            print(rows[-1], flush=True)
            continue
        (folder / f"{stem}.tflite").write_bytes(content)
        (folder / f"{stem}.in").write_bytes(taken.tobytes())
        (folder / f"{stem}.out").write_bytes(given.tobytes())
        rows.append(f"| {stem} | {len(content)} | {described} |")
        print(rows[-1], flush=True)
    (folder / "README.md").write_text(
        f"Made by TensorFlow {tf.__version__} from {sys.argv[2]} {metadata.version(sys.argv[2])}. `.in` and"
        f" `.out`: {WINDOWS} windows, raw, little-endian, by the reference kernels.\n\n"
        "| file | bytes | operators | input (signature) | output (signature) |\n"
        "| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


main()
