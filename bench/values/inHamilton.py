# How long does Hamilton take for a large value? Answers on stdout; each question is one repetition in a fresh folder.
import gc
import json
import logging
import os
import sys
import time

os.environ["HAMILTON_TELEMETRY_ENABLED"] = "false"
# What a library prints must not mix with the answers.
answers, sys.stdout = sys.stdout, sys.stderr

import numpy  # noqa: E402
import pandas  # noqa: E402
from hamilton.caching import fingerprinting  # noqa: E402
from hamilton.caching.stores.file import FileResultStore  # noqa: E402


def make(kind, random):
    if kind == "bytes":
        return random.bytes(100_000_000)
    if kind == "floats":
        return random.random(12_500_000)
    if kind == "frame":
        return pandas.DataFrame(random.random((1_250_000, 10)), columns=list("abcdefghij"))
    prices = enumerate(random.random(1_000_000).tolist())
    return [{"id": at, "name": f"n{at % 1000}", "price": price, "isOpen": at % 2 == 0} for at, price in prices]


def timed(work):
    gc.collect()
    begin = time.perf_counter()
    of = work()
    return (time.perf_counter() - begin) * 1e3, of


def repeat(question):
    value = make(question["theirs"], numpy.random.default_rng(question["seed"]))
    version_ms, version = timed(lambda: fingerprinting.hash_value(value))
    results = FileResultStore(question["folder"])
    store_ms, _ = timed(lambda: results.set(version, value))
    length = len(value)
    del value
    load_ms, loaded = timed(lambda: results.get(version))
    if len(loaded) != length:
        raise ValueError(f"{len(loaded)} instead of {length} were loaded")
    return {"versionMs": version_ms, "storeMs": store_ms, "loadMs": load_ms}


logging.disable(logging.CRITICAL)
for line in sys.stdin:
    print(json.dumps(repeat(json.loads(line))), file=answers, flush=True)
