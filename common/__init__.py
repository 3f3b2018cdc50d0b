# SPDX-License-Identifier: Apache-2.0
"""What kiosk and centre are made of beside the rules: clock, texts, settings files, keys."""
