# SPDX-License-Identifier: Apache-2.0
"""The kiosk's clock, which also makes its ids."""

from common.clock import Clock, SystemClock

__all__ = ["Clock", "SystemClock"]
