"""Prints for every DIR/N.tflite one line: the bytes of head and tail that TensorFlow Lite Micro's
recording interpreter reports, and the smallest arena, in steps of 16 bytes, that it allocates in.
"""

import os
import pathlib
import re
import sys
import tempfile

from tflite_micro.python.tflite_micro import runtime

STEP = 16


def recorded(model: bytes) -> list[int]:
    """Head and tail; the runtime writes them to the process's own stderr."""
    with tempfile.TemporaryFile() as file:
        saved = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            runtime.Interpreter.from_bytes(model, arena_size=1 << 20).print_allocations()
        finally:
            os.dup2(saved, 2)
            os.close(saved)
        file.seek(0)
        text = file.read().decode()
    return [int(re.search(rf"allocation {part} (\d+)", text)[1]) for part in ("head", "tail")]


def allocates(model: bytes, arena_size: int) -> bool:
    """In a process of its own: a runtime out of memory may end it."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            runtime.Interpreter.from_bytes(model, arena_size=arena_size)
            os._exit(0)
        except BaseException:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def smallest(model: bytes, enough: int) -> int:
    low, high = 0, enough // STEP
    while high - low > 1:
        middle = (low + high) // 2
        if allocates(model, middle * STEP):
            high = middle
        else:
            low = middle
    return high * STEP


def main() -> None:
    for file in sorted(pathlib.Path(sys.argv[1]).glob("*.tflite")):
        model = file.read_bytes()
        head, tail = recorded(model)
        print(head, tail, smallest(model, 2 * (head + tail) + 8192), flush=True)


main()
