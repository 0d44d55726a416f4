"""May this officer do this here? Duty first, then own court, then never one's own draft (J15, G14)."""

from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer


def require(by: Officer, duty: Duty, *, court_code: str) -> None:
    """Let the officer pass when it holds ``duty`` at the court concerned.

    :raises Refusal: ``duty-required`` or ``other-court`` (J15: only the court that handles the case may act).
    """
    if not by.may(duty):
        raise Refusal("duty-required", f"This act needs the duty “{duty}”, which you do not hold.")
    if by.court_id != court_code:
        raise Refusal("other-court", "Only the court that handles the case may act on it.", article="J15")


def require_other_signer(by: Officer, *, drafted_by_id: int | None, drafted_by_name: str) -> None:
    """Let the officer sign unless it drafted the decision.

    :raises Refusal: ``signer-is-drafter`` (L5 ¶3, G14).
    """
    if by.pk == drafted_by_id or by.username == drafted_by_name:
        raise Refusal("signer-is-drafter", "You drafted this decision; another officer must sign it.", article="G14")
