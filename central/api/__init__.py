# SPDX-License-Identifier: Apache-2.0
"""The centre over HTTP: thin routers, one error handler, limits before anything is read."""
