"""Runs every DIR/N.tflite on DIR/N.in (int8, one input after the other).

`oracle.py DIR tflm` writes all values of each run to DIR/N.tflm: the input, then what each layer
gives. `oracle.py DIR litert` writes the outputs alone to DIR/N.litert.
"""

import pathlib
import sys

import numpy as np


def value_count(model: bytes) -> int:
    """Tensors before the first constant: the values of the graph, in order."""
    from tflite_micro.tensorflow.lite.micro.python import schema_py_generated as schema

    subgraph = schema.Model.GetRootAsModel(model, 0).Subgraphs(0)
    return subgraph.OperatorsLength() + 1


def open_tflm(model: bytes):
    from tflite_micro.python.tflite_micro import runtime

    interpreter = runtime.Interpreter.from_bytes(
        model,
        arena_size=1 << 20,
        intrepreter_config=runtime.InterpreterConfig.kPreserveAllTensors,
    )
    shape = interpreter.get_input_details(0)["shape"]
    count = value_count(model)

    def run(values: np.ndarray) -> bytes:
        interpreter.set_input(values.reshape(shape), 0)
        interpreter.invoke()
        return b"".join(interpreter.GetTensor(i, 0)["tensor_data"].tobytes() for i in range(count))

    return shape, run


def open_litert(model: bytes):
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=model, num_threads=1)
    interpreter.allocate_tensors()
    given, wanted = interpreter.get_input_details()[0], interpreter.get_output_details()[0]

    def run(values: np.ndarray) -> bytes:
        interpreter.set_tensor(given["index"], values.reshape(given["shape"]))
        interpreter.invoke()
        return interpreter.get_tensor(wanted["index"]).tobytes()

    return given["shape"], run


def main() -> None:
    folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
    opener = {"tflm": open_tflm, "litert": open_litert}[name]
    for file in sorted(folder.glob("*.tflite")):
        shape, run = opener(file.read_bytes())
        inputs = np.fromfile(file.with_suffix(".in"), dtype=np.int8)
        rows = inputs.reshape(-1, int(np.prod(shape)))
        file.with_suffix("." + name).write_bytes(b"".join(run(row) for row in rows))


main()
