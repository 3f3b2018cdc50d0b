# SPDX-License-Identifier: Apache-2.0
"""The composition root: the only package that names concrete classes and puts the kiosk together."""
