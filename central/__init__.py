# SPDX-License-Identifier: Apache-2.0
"""The centre: bookings, several kiosks, calling; a server."""
