"""The life of an officer's account as a table, and what its user name may be."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal

INVITATION_LENGTH = timedelta(days=7)
PROPOSAL_LENGTH = timedelta(days=7)
# What the register calls acts that no officer did.
NOT_OFFICERS = frozenset({"system", "operator", "demonstration", "person"})

_is_username = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}").fullmatch


@dataclass(frozen=True)
class Oneself:
    """Somebody who acts in an own matter, having proved who they are: no officer, without a duty, at no court.

    The register calls all of them by one name; which person it was is the subject of the entry.
    """

    person_id: uuid.UUID
    username: str = "person"
    pk: None = None
    court_id: None = None


class AccountState(StrEnum):
    """Where an account stands. Only an ``active`` one signs in and acts."""

    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"


_S = AccountState

# A reset takes password and second factor away: the officer is invited once more.
ACCOUNT: Mapping[tuple[AccountState, Act], AccountState] = MappingProxyType(
    {
        (_S.INVITED, Act.ACCEPT_INVITE): _S.ACTIVE,
        (_S.INVITED, Act.MOVE_OFFICER): _S.INVITED,
        (_S.ACTIVE, Act.MOVE_OFFICER): _S.ACTIVE,
        (_S.INVITED, Act.SUSPEND_OFFICER): _S.SUSPENDED,
        (_S.ACTIVE, Act.SUSPEND_OFFICER): _S.SUSPENDED,
        (_S.SUSPENDED, Act.RESUME_OFFICER): _S.ACTIVE,
        (_S.INVITED, Act.GRANT_DUTY): _S.INVITED,
        (_S.ACTIVE, Act.GRANT_DUTY): _S.ACTIVE,
        (_S.INVITED, Act.WITHDRAW_DUTY): _S.INVITED,
        (_S.ACTIVE, Act.WITHDRAW_DUTY): _S.ACTIVE,
        (_S.SUSPENDED, Act.WITHDRAW_DUTY): _S.SUSPENDED,
        (_S.INVITED, Act.RESET_FACTOR): _S.INVITED,
        (_S.ACTIVE, Act.RESET_FACTOR): _S.INVITED,
    }
)
_DONE = frozenset({(_S.SUSPENDED, Act.SUSPEND_OFFICER), (_S.ACTIVE, Act.RESUME_OFFICER)})


def next_state(state: AccountState, act: Act) -> AccountState:
    """Return the state to which ``act`` leads an account.

    :raises Refusal: ``already-done``, ``wrong-state``.
    """
    if (state, act) in ACCOUNT:
        return ACCOUNT[state, act]
    code = "already-done" if (state, act) in _DONE else "wrong-state"
    raise Refusal(code, f"The account is “{state}”.")


def read_username(text: str) -> str:
    """Return a user name that looks like no other and like no name that the register keeps for itself.

    :raises Refusal: ``username-characters``, ``duplicate``.
    """
    if not _is_username(text):
        raise Refusal("username-characters", pointer="username")
    if text in NOT_OFFICERS:
        raise Refusal("duplicate", "This user name is taken.", pointer="username")
    return text
