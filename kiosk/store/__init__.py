# SPDX-License-Identifier: Apache-2.0
"""What the kiosk keeps: one SQLite file, one writer, the log and the tables it explains.

Rows stay in here; what comes out are values of `hall` and of `kiosk.store.abstract`.
"""
