"""What schemathesis cannot know of the API by its document."""

import re
import uuid
from pathlib import Path

import schemathesis
from hypothesis import strategies as st

VIDEOS = Path(__file__).parents[2] / "fixtures" / "videos"

for media_type, name in {
    "video/mp4": "faststart.mp4",
    "video/webm": "vp9.webm",
    "video/quicktime": "quicktime.mov",
}.items():
    schemathesis.openapi.media_type(media_type, st.just((VIDEOS / name).read_bytes()))


@schemathesis.serializer("application/offset+octet-stream")
def offset_stream(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode()


ENTITY_TAG = r'(W/)?"[!#-~]*"'
TAGS = re.compile(rf"\*|{ENTITY_TAG}([ \t]*,[ \t]*{ENTITY_TAG})*")


@schemathesis.hook
def filter_case(ctx, case):
    """What is optional may be empty in a query (`allowEmptyValue`), which the tool takes for a fault of the request."""
    is_positive = case.meta is None or case.meta.generation.mode.is_positive
    return is_positive or "" not in (case.query or {}).values()


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """An Idempotency-Key is for one request: with another one, it is refused by documented design."""
    headers = case.headers or {}
    # What a link takes from an answer may be a number, which the tool's own client refuses to send.
    for name, value in headers.items():
        if not isinstance(value, (str, bytes)):
            headers[name] = str(value)
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = str(uuid.uuid4())
    # The coverage phase sends "0" for what has to match a pattern, and counts it as allowed.
    for name in ("If-Match", "If-None-Match"):
        if case.method != "GET" and name in headers and not TAGS.fullmatch(headers[name]):
            del headers[name]
