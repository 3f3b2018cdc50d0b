# SPDX-License-Identifier: Apache-2.0
"""Settings in TOML: tables of options declared once; every mistake with line, column and remedy."""
