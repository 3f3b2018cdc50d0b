# SPDX-License-Identifier: Apache-2.0
"""The kiosk with simulated devices: a tray to play with, and a player that needs no display."""
