# SPDX-License-Identifier: Apache-2.0
"""Text keys of what the flow itself finds wrong."""

CARD_NOT_READ = "error.flow.card_not_read"
CARD_TAKEN_EARLY = "error.flow.card_taken_early"
NO_BOOKING = "error.flow.no_booking"
CODE_OF_NO_USE = "error.flow.code_of_no_use"
NO_ANSWER = "error.flow.no_answer"
CANCEL_UNSURE = "error.flow.cancel_unsure"
NO_PROOF = "error.flow.no_proof"
NO_CODE = "error.booking_code.no_code"
UNKNOWN_CODE = "error.booking_code.unknown"
TOO_MANY_CODES = "error.flow.too_many_codes"
CODE_LENGTH = "error.booking_code.length"
CODE_CHECK_DIGIT = "error.booking_code.check_digit"
OWN_CARD = "error.flow.own_card"
PROXY_LIMIT = "error.issue.proxy_limit"
PROXY_LIMIT_BOOKED = "error.check_in.proxy_limit"
NUMBER_PROBLEM = "error.number."  # and then hall.identity.NumberProblem
DOCUMENT_PROBLEM = "error.document."  # and then hall.documents.Document


def is_proxy_limit(problem: str) -> bool:
    """Whether only numbers for others are refused: one for oneself can still be had."""
    return problem in (PROXY_LIMIT, PROXY_LIMIT_BOOKED)
