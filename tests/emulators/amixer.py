# SPDX-License-Identifier: Apache-2.0
"""The program that stands in for `amixer cget` of a jack, run as a file with the jack's own file.

It writes what amixer 1.2.8 writes about a read-only switch of a card; the file says `on` or `off`.
Without the file there is no such card.
"""
# pathlib is slow to import
# ruff: noqa: PTH123, T201

import sys

ANSWER = """numid=12,iface=CARD,name='Headphone Jack'
  ; type=BOOLEAN,access=r-------,values=1
  : values={state}"""


def tell(file: str) -> int:
    """What the jack says."""
    try:
        with open(file, encoding="utf-8") as jack:
            print(ANSWER.format(state=jack.read()))
    except FileNotFoundError:
        sys.stderr.write("Invalid card number 'Headset'.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(tell(sys.argv[1]))
