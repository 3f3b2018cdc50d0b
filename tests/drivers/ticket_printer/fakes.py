# SPDX-License-Identifier: Apache-2.0
"""Letter shapes that need no font."""


class BlockGlyphs:
    """Every character is a full block; a bold one lacks its first row, so that it can be told apart."""

    def cell(self, character: str, columns: int, *, bold: bool) -> tuple[int, ...]:
        full = (1 << 12 * columns) - 1
        return (0 if bold else full, *[full] * 23)
