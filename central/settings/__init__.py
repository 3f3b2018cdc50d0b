# SPDX-License-Identifier: Apache-2.0
"""central.toml and the command line's options as frozen values."""
