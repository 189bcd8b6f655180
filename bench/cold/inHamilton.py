# A whole process with Hamilton: import, build, run, end. `inHamilton.py FOLDER`; with `--check` it tells what happened.
import sys

import tutorial
from hamilton import driver

dr = driver.Builder().with_modules(tutorial).with_cache(path=sys.argv[1]).build()
values = dr.execute(["processed_data", "amount_per_country"], inputs={"cutoff_date": "2024-09-01"})

if sys.argv[2:] == ["--check"]:
    import json

    kinds = [event.event_type.value for event in dr.cache.logs()[dr.cache.last_run_id]]
    print(
        json.dumps(
            {
                "hits": kinds.count("get_result"),
                "executions": kinds.count("execute_node"),
                "rows": [len(frame) for frame in values.values()],
                "packages": ["pandas"] if "pandas" in sys.modules else [],
            }
        )
    )
