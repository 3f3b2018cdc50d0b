# SPDX-License-Identifier: Apache-2.0
"""The centre's use cases, one file each; they know the rules and the store, and no HTTP."""
