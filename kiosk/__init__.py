# SPDX-License-Identifier: Apache-2.0
"""The appliance: screens, devices, local store."""
