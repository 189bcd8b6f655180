# How long does Hamilton take for a dataflow? Answers on stdout; each question is one repetition in a fresh folder.
import gc
import json
import logging
import os
import sys
import threading
import time

os.environ["HAMILTON_TELEMETRY_ENABLED"] = "false"
# What a library prints must not mix with the answers.
answers, sys.stdout = sys.stdout, sys.stderr

from hamilton import ad_hoc_utils, driver  # noqa: E402
from hamilton.caching.adapter import CachingEventType  # noqa: E402

modules = {}


def load(question):
    modules[question["id"]] = ad_hoc_utils.create_module(question["text"], question["id"])
    return {}


def repeat(question):
    times = range(question["hits"])
    uncached = [run_uncached(question) for _ in times]
    dr, first = run(question)
    same = [execute(dr, question) for _ in times]
    return {"uncached": uncached, "first": first, "same": same, "again": [run(question)[1] for _ in times]}


def run(question):
    gc.collect()
    begin = time.perf_counter()
    dr = driver.Builder().with_modules(modules[question["id"]]).with_cache(path=question["folder"]).build()
    build_ms = (time.perf_counter() - begin) * 1e3
    return dr, {**execute(dr, question), "buildMs": build_ms}


def execute(dr, question):
    gc.collect()
    begin = time.perf_counter()
    values = dr.execute([question["asked"]], inputs={"x": question["input"]})
    executed = time.perf_counter()
    events = [event.event_type for event in dr.cache.logs()[dr.cache.last_run_id]]
    return {
        "buildMs": 0,
        "executeMs": (executed - begin) * 1e3,
        "closeMs": 0,
        "value": int(values[question["asked"]]),
        "hits": events.count(CachingEventType.GET_RESULT),
        "executions": events.count(CachingEventType.EXECUTE_NODE),
    }


def run_uncached(question):
    gc.collect()
    begin = time.perf_counter()
    dr = driver.Builder().with_modules(modules[question["id"]]).build()
    built = time.perf_counter()
    values = dr.execute([question["asked"]], inputs={"x": question["input"]})
    executed = time.perf_counter()
    return {
        "buildMs": (built - begin) * 1e3,
        "executeMs": (executed - built) * 1e3,
        "closeMs": 0,
        "value": int(values[question["asked"]]),
        "hits": 0,
        "executions": 0,
    }


def answer():
    for line in sys.stdin:
        question = json.loads(line)
        said = load(question) if "text" in question else repeat(question)
        print(json.dumps(said), file=answers, flush=True)


logging.disable(logging.CRITICAL)
# Hamilton walks a dataflow by recursion: a chain of 1000 needs a deeper stack than Python's own.
sys.setrecursionlimit(100_000)
threading.stack_size(512 * 1024 * 1024)
thread = threading.Thread(target=answer)
thread.start()
thread.join()
