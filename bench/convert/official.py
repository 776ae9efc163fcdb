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
from keras_network import Network, keras_model

CONVERSIONS = 6
# Batch size and whether dense layers get one scale each.
WAYS = {"default": (None, False), "batch-1": (1, False), "batch-1-per-tensor": (1, True)}


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
        model = keras_model(tf.keras, network, None)
        model.predict(evaluation, verbose=0).astype(np.float32).tofile(folder / "keras.bin")
        times = []
        for way, (batch, dense_per_tensor) in WAYS.items():
            # The converter refuses an LSTM whose batch is open.
            model = keras_model(tf.keras, network, 1 if network.is_recurrent() else batch)
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
