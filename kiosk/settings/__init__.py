# SPDX-License-Identifier: Apache-2.0
"""kiosk.toml as frozen values; every error with its line, column and what is allowed."""
