# SPDX-License-Identifier: Apache-2.0
"""One widget per kind of leaf; a widget is made once and shown again with other contents."""
