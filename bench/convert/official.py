"""Converts networks with TensorFlow's own converter: `official.py FOLDER NAME...`.

FOLDER/NAME holds `network.json` (input shape, layers; weights as positions in `weights.bin`),
`calibration.bin` and `evaluation.bin` (float32 windows). For each it builds the same Keras model,
converts it to int8 and writes there: `keras.bin` (its float32 outputs), for each way to convert
WAY.tflite and WAY.bin (int8 outputs by the reference kernels) and `result.json` (the times of the
default way's conversions, calibration included, ms).
"""

import json
import os
import pathlib
import sys
import time

# The older Keras (PyPI: tf-keras): the converter fuses no other's LSTM.
os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf

keras = tf.keras

CONVERSIONS = 6
LSTM_KERNELS = ("weights", "recurrentWeights")
# Batch size and whether dense layers get one scale each.
WAYS = {"default": (None, False), "batch-1": (1, False), "batch-1-per-tensor": (1, True)}


class Network:
    """A network as it was written by the other side of the benchmark."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.spec = json.loads((folder / "network.json").read_text())
        self.weights = np.fromfile(folder / "weights.bin", np.float32)
        self.shape = tuple(self.spec["input"])

    def is_recurrent(self) -> bool:
        return any(layer["kind"] == "lstm" for layer in self.spec["layers"])

    def windows(self, name: str) -> np.ndarray:
        return np.fromfile(self.folder / f"{name}.bin", np.float32).reshape(-1, *self.shape)

    def array(self, layer: dict, name: str) -> np.ndarray:
        start, length = layer[name]
        return self.weights[start : start + length]


def keras_layer(network: Network, layer: dict, depth: int):
    """The Keras layer and its weights; `depth` is how many channels it reads."""
    array = lambda name: network.array(layer, name)
    layers, kind = keras.layers, layer["kind"]
    activation = None if layer.get("activation") == "none" else layer.get("activation")
    steps = {"strides": layer.get("strides"), "padding": layer.get("padding")}
    match kind:
        case "dense":
            kernel = array("weights").reshape(layer["units"], -1).T
            return layers.Dense(layer["units"], activation), [kernel, array("bias")]
        case "conv2d":
            height, width = layer["kernel"]
            kernel = array("weights").reshape(-1, height, width, depth).transpose(1, 2, 3, 0)
            made = layers.Conv2D(layer["filters"], layer["kernel"], activation=activation, **steps)
            return made, [kernel, array("bias")]
        case "depthwiseConv2d":
            kernel = array("weights").reshape(*layer["kernel"], depth, layer["depthMultiplier"])
            made = layers.DepthwiseConv2D(
                layer["kernel"],
                depth_multiplier=layer["depthMultiplier"],
                activation=activation,
                **steps,
            )
            return made, [kernel, array("bias")]
        case "batchNorm":
            made = layers.BatchNormalization(epsilon=layer["epsilon"])
            return made, [array(name) for name in ("gamma", "beta", "mean", "variance")]
        case "maxPool2d":
            return layers.MaxPooling2D(layer["size"], **steps), []
        case "averagePool2d":
            return layers.AveragePooling2D(layer["size"], **steps), []
        case "globalAveragePool":
            return layers.GlobalAveragePooling2D(), []
        case "flatten":
            return layers.Flatten(), []
        case "add":
            return layers.Add(), []
        case "pad":
            return layers.ZeroPadding2D(list(zip(layer["before"], layer["after"]))), []
        case "lstm":
            kernels = [array(name).reshape(4 * layer["units"], -1).T for name in LSTM_KERNELS]
            rows = keras.layers.Reshape((-1, depth))
            lstm = layers.LSTM(layer["units"], return_sequences=True)
            return keras.Sequential([rows, lstm]), [*kernels, array("bias")]
        case "lastFrame":
            return layers.Lambda(lambda value: value[:, -1]), []
        case "relu" | "relu6" | "tanh" | "softmax":
            return layers.Activation(kind), []
        case "logistic":
            return layers.Activation("sigmoid"), []
    raise SystemExit(f"The benchmark does not know how to build {kind} in Keras.")


def keras_model(network: Network, batch: int | None):
    given = keras.Input(network.shape, batch_size=batch)
    values = [given]
    for layer in network.spec["layers"]:
        read = [values[index] for index in layer["inputs"]]
        if layer["kind"] == "dropout":
            values.append(read[0])
            continue
        made, weights = keras_layer(network, layer, read[0].shape[-1])
        value = made(read if len(read) > 1 else read[0])
        made.set_weights(weights)
        if layer["kind"] in ("batchNorm", "add") and layer["activation"] != "none":
            value = keras.layers.Activation(layer["activation"])(value)
        values.append(value)
    return keras.Model(given, values[-1])


def convert(model, calibration: np.ndarray, dense_per_tensor: bool) -> bytes:
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    converter.representative_dataset = lambda: ([window[None]] for window in calibration)
    converter._experimental_disable_per_channel_quantization_for_dense_layers = dense_per_tensor
    return converter.convert()


def run(content: bytes, windows: np.ndarray) -> bytes:
    interpreter = tf.lite.Interpreter(
        model_content=content,
        num_threads=1,
        experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF,
    )
    interpreter.allocate_tensors()
    given, wanted = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    scale, zero_point = given["quantization"]
    outputs = []
    for window in windows:
        steps = window[None] / np.float32(scale)
        # Halves away from zero, as QUANTIZE rounds.
        rounded = np.trunc(steps + np.copysign(0.5, steps)) + zero_point
        interpreter.set_tensor(given["index"], np.clip(rounded, -128, 127).astype(np.int8))
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(wanted["index"]).tobytes())
    return b"".join(outputs)


def main():
    for name in sys.argv[2:]:
        folder = pathlib.Path(sys.argv[1]) / name
        network = Network(folder)
        calibration, evaluation = network.windows("calibration"), network.windows("evaluation")
        model = keras_model(network, None)
        model.predict(evaluation, verbose=0).astype(np.float32).tofile(folder / "keras.bin")
        times = []
        for way, (batch, dense_per_tensor) in WAYS.items():
            # The converter refuses an LSTM whose batch is open.
            model = keras_model(network, 1 if network.is_recurrent() else batch)
            for _ in range(CONVERSIONS if way == "default" else 1):
                began = time.perf_counter()
                content = convert(model, calibration, dense_per_tensor)
                if way == "default":
                    times.append((time.perf_counter() - began) * 1000)
            (folder / f"{way}.tflite").write_bytes(content)
            (folder / f"{way}.bin").write_bytes(run(content, evaluation))
        (folder / "result.json").write_text(
            json.dumps({"tensorflow": tf.__version__, "conversionMs": times})
        )


main()
