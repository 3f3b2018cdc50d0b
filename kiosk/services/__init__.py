# SPDX-License-Identifier: Apache-2.0
"""Use cases, one file each: every one is a transaction of its own, durable when it returns.

All take the unit of work of `Database.unit_of_work()` and an instant in UTC; those that need to
know the site take `Rules` (`rules_of(settings)`). Called from one thread.

    open_day.open_day(unit, rules, now) -> date
    opening.opening(rules, now) -> (Opening, changes_at)
    list_services.list_services(unit, rules, now, *, is_green=False) -> tuple[ServiceTile, ...]
    offers.list_offers(unit, rules, service_id, now, *, is_green=False) -> tuple[Offer, ...]
    issue.issue(unit, rules, IssueRequest(...), now) -> Ticket         # IssueRefusedError.offers
    print_ticket.find_ticket(unit, ticket_id) -> Ticket
    print_ticket.start_print(unit, ticket_id, now, *, copy=0) -> Ticket
    print_ticket.end_print(unit, ticket_id, proof, reason, now, *, copy=0)
    print_ticket.reprint(unit, ticket_id, now, *, by=Actor.VISITOR) -> Ticket   # copy = .reprints
    cancel.cancel(unit, ticket_id, now, *, by=Actor.VISITOR, reason=None) -> Ticket
    open_tickets.find_open_ticket(unit, rules, digest, now) -> Ticket | None
    unprinted.unprinted(unit, rules, now) -> tuple[Unprinted, ...]    # staff list
    unprinted.recent_numbers(found, now) -> tuple[str, ...]           # welcome screen
    recover.recover(unit, rules, now) -> tuple[Ticket, ...]         # once, at start
    views.view_ticket(rules, ticket, paper, problem) -> TicketView

After a visit, `Database.tidy()`; after a change of day, `Database.tidy(always=True)`.
Refusals are KioskErrors of `services.errors`; a failing disk is a StoreError of `store.errors`.
"""
