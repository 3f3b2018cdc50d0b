# SPDX-License-Identifier: Apache-2.0
# Only the calls of pyusb 1.3 that the drivers use.
