"""Clocks, memory and the table that the bench prints."""

import gc
import statistics
import time
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the bench: what was done, against which peer, and whether the target is met."""

    operation: str
    peer: str
    ours: str
    peers: str
    ratio: str
    target: str
    ok: bool


def median_ms(call, before=None, repeat=9):
    """Return the median of ``repeat`` timings of ``call()`` in milliseconds, and its result.

    :param before: called untimed before each run, e.g. to empty the caches
    """
    timings, result = [], None
    for _turn in range(repeat + 1):
        if before:
            before()
        start = time.perf_counter()
        result = call()
        timings.append((time.perf_counter() - start) * 1000)
    return statistics.median(timings[bool(repeat) :]), result  # the first one warms up


def medians_ms(calls, before=None, repeat=15):
    """Return the median of ``repeat`` timings in milliseconds of each call.

    The calls are made in turn, so that whatever else the machine does disturbs all of them alike.

    :param dict calls: label -> function without arguments
    :param before: called untimed before each run, e.g. to empty the caches
    """
    timings = {label: [] for label in calls}
    for _turn in range(repeat + 1):
        for label, call in calls.items():
            taken, _result = median_ms(call, before, repeat=0)
            timings[label].append(taken)
    return {label: statistics.median(times[1:]) for label, times in timings.items()}


def best_ms(call, repeat=5):
    """Return the shortest of ``repeat`` timings in milliseconds: the least disturbed one.

    For bounds that are not a ratio to a peer in the same run.
    """
    return min(median_ms(call, repeat=0)[0] for _turn in range(repeat + 1))


def seconds(call):
    """Return how long ``call()`` takes in seconds, and its result."""
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def peak_memory(call):
    """Return by how many MB ``call()`` raised the peak memory of this process, and its result."""
    gc.collect()
    with open("/proc/self/clear_refs", "w") as stream:
        stream.write("5")  # sets the peak back to what is in use now
    start = _status("VmRSS")
    result = call()
    return max(_status("VmHWM") - start, 0) / 1024, result


def _status(key):
    with open("/proc/self/status") as stream:
        for line in stream:
            if line.startswith(f"{key}:"):
                return int(line.split()[1])
    raise KeyError(key)


def count_queries(env, call):
    """Return how many queries ``call()`` sends, with empty caches."""
    env.flush_all()
    env.invalidate_all()
    start = env.cr.sql_log_count
    call()
    return env.cr.sql_log_count - start


def versus(operation, peer, ours, peers, unit, limit, digits=1):
    """Return a row that compares ``ours`` with ``peers``: the ratio must not exceed ``limit``."""
    ratio = ours / peers
    return Row(
        operation,
        peer,
        f"{ours:.{digits}f} {unit}",
        f"{peers:.{digits}f} {unit}",
        f"{ratio:.2f}",
        f"≤ {limit:g} of the peer",
        ratio <= limit,
    )


def told(operation, peer, ours, peers, unit, digits=1):
    """Return a row without a target: a comparison that helps to read the one above it."""
    row = versus(operation, peer, ours, peers, unit, float("inf"), digits)
    return row._replace(target="for comparison")


def absolute(operation, ours, unit, limit, digits=1):
    """Return a row with a bound of its own: ``ours`` must not exceed ``limit``."""
    return Row(
        operation, "–", f"{ours:.{digits}f} {unit}", "–", "–", f"≤ {limit:g} {unit}", ours <= limit
    )


def exact(operation, ours, wanted, target):
    """Return a row whose value must equal ``wanted``."""
    return Row(operation, "–", str(ours), str(wanted), "–", target, ours == wanted)
