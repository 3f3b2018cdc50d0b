# SPDX-License-Identifier: Apache-2.0
"""Version 1 of the wire as bytes and back: JSON, gzip, and never more than was agreed."""

import zlib
from typing import TypeVar

from pydantic import ValidationError

from hall.errors import BadValueError
from hall.wire.fields import WireModel
from hall.wire.mistakes import mistake_of

MOST_REQUEST_BYTES = 4 * 2**20
"""Of an exchange, unpacked; 200 entries of a kiosk are a tenth of it."""
MOST_ANSWER_BYTES = 16 * 2**20
"""Of an answer, unpacked: the grant of a large site's day, and 200 entries of the feed."""

_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 1
"""Most of the gain for a tenth of the time: entries repeat the same few names."""


class NoGzipError(BadValueError):
    """It is no gzip, or not one whole one. Fields as its base."""

    key = "error.hall.no_gzip"


class TooLargeError(BadValueError):
    """It unpacks to more than was agreed. Fields as its base."""

    key = "error.hall.unpacked_too_large"


_Model = TypeVar("_Model", bound=WireModel)


def to_bytes(model: WireModel) -> bytes:
    """As JSON; fields at their defaults are left out."""
    return model.model_dump_json(exclude_defaults=True).encode()


def from_bytes(model: type[_Model], data: bytes) -> _Model:
    """What `to_bytes` wrote; raises FieldError, which names the place and shows no value."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        found = [dict(each) for each in error.errors(include_url=False, include_input=False)]
        raise mistake_of(found, model.__name__) from None


def pack(data: bytes) -> bytes:
    """gzip; the same bytes always give the same."""
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    return packer.compress(data) + packer.flush()


def unpack(data: bytes, most: int) -> bytes:
    """What `pack` was given; raises NoGzipError, and TooLargeError for more than `most` bytes."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        found = unpacker.decompress(data, most + 1)
    except zlib.error:
        raise NoGzipError(name="body", value="not shown", allowed="gzip") from None
    if len(found) > most:
        raise TooLargeError(name="body", value="not shown", allowed=f"at most {most} bytes")
    if not unpacker.eof or unpacker.unused_data:
        raise NoGzipError(name="body", value="not shown", allowed="one whole gzip")
    return found
