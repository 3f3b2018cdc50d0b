# SPDX-License-Identifier: Apache-2.0
def IsPlaying() -> int: ...  # noqa: N802
