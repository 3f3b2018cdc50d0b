# SPDX-License-Identifier: Apache-2.0
"""Readers of Chinese identity documents (devices.md 1)."""
