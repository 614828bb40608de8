"""What schemathesis cannot know of the API by its document."""

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


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """An Idempotency-Key is for one request: with another one, it is refused by documented design."""
    headers = case.headers or {}
    # What a link takes from an answer may be a number, which the tool's own client refuses to send.
    for name, value in headers.items():
        if not isinstance(value, (str, bytes)):
            headers[name] = str(value)
    key = headers.get("Idempotency-Key")
    if key is not None and case.meta is not None and case.meta.generation.mode.is_positive:
        headers["Idempotency-Key"] = str(uuid.uuid4())
