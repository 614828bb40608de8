"""The slots of schedules, found by dateutil and zoneinfo alone: a JSON line in, the epoch seconds of the slot out."""

import json
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, rrule, rrulestr

UTC = timezone.utc
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def seconds(instant):
    return round((instant - EPOCH) / SECOND)


def wall_at(zone, at):
    return (EPOCH + timedelta(seconds=at)).astimezone(zone).replace(tzinfo=None)


def end_of_gap(zone, wall, first, last):
    """The instant, after `first` and up to `last`, at which the clock jumps over a wall-clock time."""
    while last - first > 1:
        middle = (first + last) // 2
        if wall_at(zone, middle) > wall:
            last = middle
        else:
            first = middle
    return last


def instants(zone, wall, case):
    """The instants that a wall-clock time stands for, as the schedule wants them."""
    both = sorted({seconds(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)) for fold in (0, 1)})
    real = [at for at in both if wall_at(zone, at) == wall]
    if not real:
        return [] if case["dst_gap"] == "skip" else [end_of_gap(zone, wall, both[0] - 1, both[-1])]
    if len(real) == 1 or case["dst_overlap"] == "both":
        return real
    return [real[0] if case["dst_overlap"] == "first" else real[-1]]


def days_of_month(case, begin):
    """The day of each month, or the last of it: RFC 5545 passes short months over, a schedule of type monthly does not."""
    hour, minute, second = map(int, case["time_of_day"].split(":"))
    days = [day for day in range(28, case["day_of_month"] + 1)] or [case["day_of_month"]]
    return rrule(
        MONTHLY, dtstart=begin.replace(hour=0, minute=0, second=0), bymonthday=days, bysetpos=-1,
        byhour=hour, byminute=minute, bysecond=second,
    )


def wall_times(case, begin):
    """The wall-clock times of a rule, in order; it is counted from `anchor` where it has one."""
    if case["type"] == "monthly":
        return days_of_month(case, begin.replace(day=1))
    anchor = datetime.fromisoformat(case["anchor"]) if case["anchor"] else begin
    return rrulestr(case["rule"], dtstart=anchor)


def wall_times_or_none(case, begin):
    """The same, but none for a rule that never comes, which dateutil refuses."""
    try:
        yield from wall_times(case, begin)
    except ValueError as error:
        if "empty rule" not in str(error):
            raise


def next_slot(case):
    zone = ZoneInfo(case["zone"])
    after = case["after"]
    # Two days before: no zone has ever been moved by more, so no earlier time becomes a later instant.
    begin = wall_at(zone, after).replace(microsecond=0) - timedelta(days=2)
    if not case["anchor"]:
        begin = begin.replace(hour=0, minute=0, second=0)
    best = None
    for wall in wall_times_or_none(case, begin):
        if wall < begin:
            continue
        if best is not None and wall > wall_at(zone, best) + timedelta(days=2):
            break
        if wall.year > begin.year + 12:
            break
        for at in instants(zone, wall, case):
            if at > after and (best is None or at < best):
                best = at
    return best


for line in sys.stdin:
    print(json.dumps([next_slot(case) for case in json.loads(line)]), flush=True)
