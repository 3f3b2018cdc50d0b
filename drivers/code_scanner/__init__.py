# SPDX-License-Identifier: Apache-2.0
"""Scanners of QR codes and barcodes."""
