# SPDX-License-Identifier: Apache-2.0
"""Changes of the tables, one file each; they only add (a program may be rolled back)."""
