# How long may a chain be in Hamilton, with the recursion limit that Python has by itself? Answers on stdout.
import json
import logging
import os
import sys

os.environ["HAMILTON_TELEMETRY_ENABLED"] = "false"
# What a library prints must not mix with the answers.
answers, sys.stdout = sys.stdout, sys.stderr

from hamilton import ad_hoc_utils, driver  # noqa: E402
from hamilton.caching.stores.memory import InMemoryMetadataStore, InMemoryResultStore  # noqa: E402


def text(count):
    nodes = [f"def n{at}(n{at - 1}: int) -> int:\n    return n{at - 1} + 1\n" for at in range(1, count)]
    return "\n".join(["def n0(x: int) -> int:\n    return x\n", *nodes])


def runs(count, cached):
    builder = driver.Builder().with_modules(ad_hoc_utils.create_module(text(count), f"chain{count}{cached}"))
    if cached:
        builder = builder.with_cache(metadata_store=InMemoryMetadataStore(), result_store=InMemoryResultStore())
    try:
        builder.build().execute([f"n{count - 1}"], inputs={"x": 1})
        return True
    except RecursionError:
        return False


def limit(cached):
    longest, failing = 1, 10_000
    if runs(failing, cached):
        raise ValueError(f"a chain of {failing} runs in Hamilton: its limit is to be measured anew")
    while failing - longest > 1:
        middle = (longest + failing) // 2
        longest, failing = (middle, failing) if runs(middle, cached) else (longest, middle)
    return {"longest": longest, "failing": failing}


logging.disable(logging.CRITICAL)
for line in sys.stdin:
    print(json.dumps(limit(json.loads(line)["cached"])), file=answers, flush=True)
