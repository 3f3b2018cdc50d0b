# SPDX-License-Identifier: Apache-2.0
"""What the centre keeps: PostgreSQL or SQLite, one journal for each site and the tables it explains.

Rows stay in here; what comes out are values of `hall` and of `central.store.abstract`.
"""
