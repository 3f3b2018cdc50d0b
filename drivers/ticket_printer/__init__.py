# SPDX-License-Identifier: Apache-2.0
"""Ticket printers: one interface, ESC/POS over TCP and serial lines, and a simulator."""
