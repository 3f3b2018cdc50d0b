# SPDX-License-Identifier: Apache-2.0
"""Lamps and sounders that people see and hear from afar."""
