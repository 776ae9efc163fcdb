"""Networks as the benchmarks write them, built in Keras (`network-files.ts` is the other end)."""

import json
import pathlib

import numpy as np

LSTM_KERNELS = ("weights", "recurrentWeights")
# Share of the moving statistics that one training step keeps, as the studio has it.
BATCH_NORM_MOMENTUM = 0.9


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


def keras_layer(keras, network: Network, layer: dict, depth: int):
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
            made = layers.BatchNormalization(
                momentum=BATCH_NORM_MOMENTUM, epsilon=layer["epsilon"]
            )
            return made, [array(name) for name in ("gamma", "beta", "mean", "variance")]
        case "maxPool2d":
            return layers.MaxPooling2D(layer["size"], **steps), []
        case "averagePool2d":
            return layers.AveragePooling2D(layer["size"], **steps), []
        case "globalAveragePool":
            return layers.GlobalAveragePooling2D(), []
        case "dropout":
            return layers.Dropout(layer["rate"]), []
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


def keras_model(keras, network: Network, batch: int | None, dropout: bool = False):
    """The network with its weights, in the given Keras; without dropout unless asked for."""
    given = keras.Input(network.shape, batch_size=batch)
    values = [given]
    for layer in network.spec["layers"]:
        read = [values[index] for index in layer["inputs"]]
        if layer["kind"] == "dropout" and not dropout:
            values.append(read[0])
            continue
        made, weights = keras_layer(keras, network, layer, read[0].shape[-1])
        value = made(read if len(read) > 1 else read[0])
        made.set_weights(weights)
        if layer["kind"] in ("batchNorm", "add") and layer["activation"] != "none":
            value = keras.layers.Activation(layer["activation"])(value)
        values.append(value)
    return keras.Model(given, values[-1])
