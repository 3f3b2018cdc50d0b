# SPDX-License-Identifier: Apache-2.0
"""The visitor's session as a pure function: `step(kiosk, event) -> (kiosk, effects)`.

Nothing here reads a clock, draws, prints or stores; instants and ids come in with the events.
"""
