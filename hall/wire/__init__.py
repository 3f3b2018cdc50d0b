# SPDX-License-Identifier: Apache-2.0
"""The protocol between kiosk and centre: what is said (`values`), how (`v1`), and from one to the other.

Only here does `hall` know pydantic; the rules know nothing of the wire.
"""
