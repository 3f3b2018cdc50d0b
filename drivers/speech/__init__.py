# SPDX-License-Identifier: Apache-2.0
"""Speech: texts become sound; what is said, and when, is the caller's business."""
