# SPDX-License-Identifier: Apache-2.0
"""What the vendor is sent of a kiosk: collected here, redacted, put into one file; nothing is sent."""
