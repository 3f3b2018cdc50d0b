# SPDX-License-Identifier: Apache-2.0
"""The kiosk and its centre: push the log, pull the feed, ask for places; survives anything.

Only here does the kiosk speak HTTP. No visitor ever waits for what happens here (I7).
"""
