# SPDX-License-Identifier: Apache-2.0
"""The first evening of a machine: what is connected to it, and a talk that ends in a good kiosk.toml."""
