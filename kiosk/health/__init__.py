# SPDX-License-Identifier: Apache-2.0
"""What is in order and what is not, found by looking, with what to do about it."""
