# SPDX-License-Identifier: Apache-2.0
"""Ports that carry bytes to a device and back, each call with a deadline; no protocol of any device."""
