# SPDX-License-Identifier: Apache-2.0
"""One file is one change, never edited once released."""
