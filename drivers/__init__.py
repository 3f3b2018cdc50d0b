# SPDX-License-Identifier: Apache-2.0
"""Device access: knows bytes and devices, not queues, visitors or screens."""
