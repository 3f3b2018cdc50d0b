# SPDX-License-Identifier: Apache-2.0
"""From the values of an exchange to version 1 of the wire and back.

Back raises HallError for what the wire allows and the rules do not.
"""

from collections.abc import Iterator, Mapping
from typing import cast
from uuid import UUID

from pydantic import JsonValue

from hall.canonical import Json
from hall.errors import BadValueError
from hall.exchange import LeaseRequest, LogPart
from hall.identity import IdentityDigest
from hall.ids import HelpCallId, KioskId, LeaseId, RequestId, ServiceId
from hall.log import Entry, Granted, body_to_json, entry_from_json
from hall.news import QueueFigures, SiteEdition
from hall.numbering import NumberRange
from hall.place import PlaceRun
from hall.wire import v1
from hall.wire.translate_feed import told_from_wire, told_to_wire
from hall.wire.values import (
    Answer,
    Enrolment,
    Exchange,
    Finding,
    Health,
    HelpProgress,
    HelpWish,
    Owner,
    Refusal,
)


def exchange_to_wire(exchange: Exchange, exchange_id: UUID) -> v1.ExchangeV1:
    """What a kiosk sends; the id is of this try."""
    part, health = exchange.part, exchange.health
    return v1.ExchangeV1(
        exchange_id=exchange_id,
        epoch=part.epoch,
        after=part.after,
        after_hash=part.entries[0].previous_hash.hex() if part.entries else None,
        entries=tuple(_entry_to_wire(each, exchange.owners) for each in part.entries),
        end=part.end,
        cursor=exchange.cursor,
        requests=tuple(_request_to_wire(each) for each in exchange.requests),
        health=_health_to_wire(health) if health else None,
    )


def _entry_to_wire(entry: Entry, owners: Mapping[int, Owner]) -> v1.EntryV1:
    owner = owners.get(entry.position)
    return v1.EntryV1(
        position=entry.position,
        at=entry.at,
        kind=entry.body.kind,
        body=cast("dict[str, JsonValue]", body_to_json(entry.body)),
        owner=_owner_to_wire(owner) if owner else None,
    )


def _owner_to_wire(owner: Owner) -> v1.OwnerV1:
    return v1.OwnerV1(digest=owner.digest, proxy=owner.proxy)


def _request_to_wire(request: LeaseRequest) -> v1.RequestV1:
    return v1.RequestV1(
        request_no=request.request_no,
        service_id=request.service_id,
        slot_start=request.slot_start,
        lane=request.lane,
        places=request.places,
        numbers=request.numbers,
    )


def _health_to_wire(health: Health) -> v1.HealthV1:
    return v1.HealthV1(
        version=health.version,
        clock_seconds=health.clock_seconds,
        findings=tuple(
            v1.FindingV1(check=each.check, is_good=each.is_good, key=each.key)
            for each in health.findings
        ),
        site_edition=health.site.number if health.site else None,
        site_deployed_at=health.site.deployed_at if health.site else None,
    )


def exchange_from_wire(wire: v1.ExchangeV1, kiosk_id: KioskId) -> Exchange:
    """What the kiosk with that credential sends; raises LogError, BadValueError.

    Entries carry the hash before them as it follows from `after_hash`: whoever takes them compares
    the first with what it has.
    """
    entries = tuple(_entries_from_wire(wire))
    part = LogPart(kiosk_id, wire.epoch, wire.after, entries, wire.end)
    owners = {each.position: _owner_from_wire(each.owner) for each in wire.entries if each.owner}
    requests = tuple(_request_from_wire(each) for each in wire.requests)
    health = _health_from_wire(wire.health) if wire.health else None
    return Exchange(part, wire.cursor, owners, requests, health)


def _owner_from_wire(wire: v1.OwnerV1) -> Owner:
    digest = IdentityDigest(wire.digest) if wire.digest else None
    proxy = IdentityDigest(wire.proxy) if wire.proxy else None
    return Owner(digest, proxy)


def _entries_from_wire(wire: v1.ExchangeV1) -> Iterator[Entry]:
    if (wire.after_hash is None) == bool(wire.entries):
        allowed = "a hash with entries, null without"
        raise BadValueError(name="after_hash", value=wire.after_hash, allowed=allowed)
    previous = bytes.fromhex(wire.after_hash or "")
    for each in wire.entries:
        # The wire's numbers are whole: `v1` refuses all others.
        body = cast("dict[str, Json]", each.body)
        entry = entry_from_json(each.position, each.at, each.kind, body, previous)
        previous = entry.hash
        yield entry


def _request_from_wire(wire: v1.RequestV1) -> LeaseRequest:
    return LeaseRequest(
        request_no=RequestId(wire.request_no),
        service_id=ServiceId(wire.service_id),
        slot_start=wire.slot_start,
        lane=wire.lane,
        places=wire.places,
        numbers=wire.numbers,
    )


def _health_from_wire(wire: v1.HealthV1) -> Health:
    findings = tuple(Finding(each.check, each.is_good, each.key) for each in wire.findings)
    number, deployed_at = wire.site_edition, wire.site_deployed_at
    site = SiteEdition(number, deployed_at) if number and deployed_at else None
    return Health(wire.version, wire.clock_seconds, findings, site)


def answer_to_wire(answer: Answer, exchange_id: UUID) -> v1.AnswerV1:
    """What the centre sends to the exchange of that id."""
    return v1.AnswerV1(
        exchange_id=exchange_id,
        epoch=answer.epoch,
        acknowledged=answer.acknowledged,
        feed=tuple(told_to_wire(each) for each in answer.told),
        cursor=answer.cursor,
        has_more=answer.has_more,
        grants=tuple(_grant_to_wire(each) for each in answer.grants),
        figures=tuple(_figures_to_wire(each) for each in answer.figures),
        now=answer.now,
    )


def _grant_to_wire(granted: Granted) -> v1.GrantV1:
    return v1.GrantV1(
        lease_id=granted.lease_id,
        business_date=granted.business_date,
        request_no=granted.request_no,
        places=tuple(_run_to_wire(each) for each in granted.places),
        numbers=tuple(
            v1.NumbersV1(
                letter=each.letter, first=each.first, last=each.last, is_booked=each.is_booked
            )
            for each in granted.numbers
        ),
    )


def _run_to_wire(run: PlaceRun) -> v1.RunV1:
    return v1.RunV1(
        service_id=run.service_id,
        slot_start=run.slot_start,
        lane=run.lane,
        first=run.first,
        count=run.count,
        hop=run.hop,
    )


def _figures_to_wire(figures: QueueFigures) -> v1.FiguresV1:
    return v1.FiguresV1(
        service_id=figures.service_id,
        ahead=figures.ahead,
        wait_low=figures.wait_low,
        wait_high=figures.wait_high,
        as_of=figures.as_of,
        booked=figures.booked,
        green=figures.green,
    )


def answer_from_wire(wire: v1.AnswerV1) -> Answer:
    """What the centre sends; raises BadValueError."""
    return Answer(
        epoch=wire.epoch,
        acknowledged=wire.acknowledged,
        cursor=wire.cursor,
        now=wire.now,
        told=tuple(told_from_wire(each) for each in wire.feed),
        has_more=wire.has_more,
        grants=tuple(_grant_from_wire(each) for each in wire.grants),
        figures=tuple(_figures_from_wire(each) for each in wire.figures),
    )


def _grant_from_wire(wire: v1.GrantV1) -> Granted:
    return Granted(
        lease_id=LeaseId(wire.lease_id),
        business_date=wire.business_date,
        places=tuple(_run_from_wire(each) for each in wire.places),
        numbers=tuple(
            NumberRange(each.letter, each.first, each.last, each.is_booked) for each in wire.numbers
        ),
        request_no=None if wire.request_no is None else RequestId(wire.request_no),
    )


def _run_from_wire(wire: v1.RunV1) -> PlaceRun:
    service_id = ServiceId(wire.service_id)
    return PlaceRun(service_id, wire.slot_start, wire.lane, wire.first, wire.count, wire.hop)


def _figures_from_wire(wire: v1.FiguresV1) -> QueueFigures:
    return QueueFigures(
        service_id=ServiceId(wire.service_id),
        ahead=wire.ahead,
        wait_low=wire.wait_low,
        wait_high=wire.wait_high,
        as_of=wire.as_of,
        booked=wire.booked,
        green=wire.green,
    )


def refusal_to_wire(refusal: Refusal, title: str, exchange_id: UUID | None) -> v1.ProblemV1:
    """The problem details; `title` says in one language what `key` and `fields` say in any.

    `exchange_id` is of the exchange that was refused.
    """
    return v1.ProblemV1(
        title=title,
        status=refusal.status,
        key=refusal.key,
        fields=dict(refusal.fields),
        acknowledged=refusal.acknowledged,
        epoch=refusal.epoch,
        exchange_id=exchange_id,
    )


def refusal_from_wire(wire: v1.ProblemV1) -> Refusal:
    """Why the centre did not do it."""
    return Refusal(wire.status, wire.key, dict(wire.fields), wire.acknowledged, wire.epoch)


def enrolment_to_wire(enrolment: Enrolment) -> v1.EnrolmentV1:
    """What a kiosk is told once."""
    return v1.EnrolmentV1(
        site_id=enrolment.site_id, kiosk_id=enrolment.kiosk_id, credential=enrolment.credential
    )


def enrolment_from_wire(wire: v1.EnrolmentV1) -> Enrolment:
    """What this kiosk is from now on."""
    return Enrolment(wire.site_id, wire.kiosk_id, wire.credential)


def help_wish_to_wire(wish: HelpWish) -> v1.CallHelpV1:
    """A call for help as a kiosk sends it."""
    return v1.CallHelpV1(call_id=wish.call_id, raised_at=wish.raised_at, is_over=wish.is_over)


def help_wish_from_wire(wire: v1.CallHelpV1) -> HelpWish:
    """A call for help as the centre heard it."""
    return HelpWish(HelpCallId(wire.call_id), wire.raised_at, wire.is_over)


def help_progress_to_wire(progress: HelpProgress) -> v1.HelpProgressV1:
    """What became of a call, for the kiosk."""
    return v1.HelpProgressV1(
        call_id=progress.call_id,
        told_at=progress.told_at,
        answered_at=progress.answered_at,
        ended_at=progress.ended_at,
    )


def help_progress_from_wire(wire: v1.HelpProgressV1) -> HelpProgress:
    """What became of the call."""
    return HelpProgress(HelpCallId(wire.call_id), wire.told_at, wire.answered_at, wire.ended_at)
