"""Runs every DIR/N.tflite on DIR/N.in (inputs of the file's own type, one after the other).

`oracle.py DIR tflm` writes all values of each run to DIR/N.tflm: the input, then what each layer
gives. `oracle.py DIR litert` writes the outputs alone to DIR/N.litert; so does `tflm-output`.
A recurrent network's state begins at zero with each input. What a runtime refuses is written as
DIR/N.NAME.refused, its words inside.
"""

import pathlib
import sys

import numpy as np


def value_count(model: bytes) -> int:
    """Values of the graph: the first tensors of a file that Nodlab wrote.

    A layer gives one value. Where the ends are float32 and the values are not, two operators,
    QUANTIZE and DEQUANTIZE, are no layers: their float tensors come after the values.
    """
    from tflite_micro.tensorflow.lite.micro.python import schema_py_generated as schema

    subgraph = schema.Model.GetRootAsModel(model, 0).Subgraphs(0)
    ends = 2 if subgraph.Inputs(0) != 0 else 0
    return subgraph.OperatorsLength() + 1 - ends


def open_tflm(model: bytes, all_values: bool):
    from tflite_micro.python.tflite_micro import runtime

    interpreter = runtime.Interpreter.from_bytes(
        model,
        arena_size=1 << 21,
        intrepreter_config=runtime.InterpreterConfig.kPreserveAllTensors,
    )
    given = interpreter.get_input_details(0)
    count = value_count(model) if all_values else 0

    def run(values: np.ndarray) -> bytes:
        interpreter.reset()
        interpreter.set_input(values, 0)
        interpreter.invoke()
        if not all_values:
            return interpreter.get_output(0).tobytes()
        return b"".join(interpreter.GetTensor(i, 0)["tensor_data"].tobytes() for i in range(count))

    return given["shape"], given["dtype"], run


def open_litert(model: bytes):
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=model, num_threads=1)
    interpreter.allocate_tensors()
    given, wanted = interpreter.get_input_details()[0], interpreter.get_output_details()[0]

    def run(values: np.ndarray) -> bytes:
        interpreter.reset_all_variables()
        interpreter.set_tensor(given["index"], values)
        interpreter.invoke()
        return interpreter.get_tensor(wanted["index"]).tobytes()

    return given["shape"], given["dtype"], run


OPENERS = {
    "tflm": lambda model: open_tflm(model, True),
    "tflm-output": lambda model: open_tflm(model, False),
    "litert": open_litert,
}


def main() -> None:
    folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
    for file in sorted(folder.glob("*.tflite")):
        try:
            shape, dtype, run = OPENERS[name](file.read_bytes())
            inputs = np.fromfile(file.with_suffix(".in"), dtype=dtype)
            rows = inputs.reshape(-1, *shape)
            file.with_suffix("." + name).write_bytes(b"".join(run(row) for row in rows))
        except (RuntimeError, ValueError) as error:
            file.with_suffix(f".{name}.refused").write_text(str(error))


main()
