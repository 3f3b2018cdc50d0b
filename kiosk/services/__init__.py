# SPDX-License-Identifier: Apache-2.0
"""Use cases, one file each: every one is a transaction of its own, durable when it returns.

All take the unit of work of `Database.unit_of_work()` and an instant in UTC; those that need to
know the site take `Rules` (`SiteNow.rules`). Called from one thread.

Refusals are KioskErrors of `services.errors`; a failing disk is a StoreError of `store.errors`.
"""
