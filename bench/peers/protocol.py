"""The runner's side of the protocol in README.md, for runners written in Python."""

import gc
import json
import re
import statistics
import sys
import time


class Unsupported(Exception):
    """The peer does not offer the operation, or not for this statement."""


def with_database(name, database):
    """`name` with the session's database in front when it is written without one."""
    return f"{database}.{name}" if database and "." not in name else name


def one_line(error):
    text = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", str(error)).split())
    return f"{type(error).__name__}: {text}"[:300]


def serve(version, prepare):
    """Answers every statement on the standard input.

    prepare(header) returns a function of one statement (a dict with "id", "sql", "database") that returns a pair (call,
    result): call() is what is timed; result(value), not timed, makes the sorted list of the answer of what it returned.
    """
    header = json.loads(sys.stdin.readline())
    rounds, warmup = header.get("rounds", 5), header.get("warmup", 1)
    limit_ns = header.get("statement_budget", 10) * 1e9
    first_ns = None
    statement_of = prepare(header)
    gc.collect()
    gc.freeze()
    gc.disable()  # a collection in the middle of a call would be counted against the peer
    for line in sys.stdin:
        statement = json.loads(line)
        answer = {"id": statement["id"], "ok": False, "error": None, "best_ns": 0, "median_ns": 0, "result": None}
        samples, spent, value = [], 0, None
        try:
            call, result = statement_of(statement)
            for turn in range(warmup + rounds):
                value = None  # the former answer is released outside the timing
                start = time.perf_counter_ns()
                value = call()
                taken = time.perf_counter_ns() - start
                if first_ns is None:
                    first_ns = taken
                spent += taken
                if turn >= warmup or spent > limit_ns:
                    samples.append(taken)
                if spent > limit_ns:
                    break
            answer["result"] = result(value)
            answer["ok"] = True
            answer["best_ns"] = min(samples)
            answer["median_ns"] = int(statistics.median(samples))
        except Exception as error:  # whatever the peer raises is its answer
            answer["error"] = one_line(error)
        value = None
        print(json.dumps(answer, ensure_ascii=False), flush=True)
        gc.collect()
    print(json.dumps({"version": version, "first_ns": first_ns}), flush=True)
