# SPDX-License-Identifier: Apache-2.0
"""Rules of the hall, shared by kiosk and centre: no clock, no log, no I/O."""
