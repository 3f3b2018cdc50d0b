# SPDX-License-Identifier: Apache-2.0
"""Makes print jobs from a ticket and the templates a technician edits; knows no device and no store."""
