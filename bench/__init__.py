# SPDX-License-Identifier: Apache-2.0
"""The figures of `./dev bench`: one file for each promise about speed, syncs, bytes and memory."""
