# SPDX-License-Identifier: Apache-2.0
"""The screens: a `Kiosk` of the flow goes in, touches come out.

A screen is a plain value: `screens.frame_of` turns the kiosk into blocks, `blocks` lays them out,
and `Panel` shows them with a fixed set of widgets. Nothing here decides what happens next.
"""
