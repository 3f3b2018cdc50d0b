# SPDX-License-Identifier: Apache-2.0
"""Carries out what the flow wants: threads for store, reader and printer, timers, and their answers.

Only the runner crosses threads; what crosses is one frozen event.
"""
