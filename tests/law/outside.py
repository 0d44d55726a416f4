"""Rules that this system does not carry, or not whole, each with the reason: what software cannot do, or others do."""

from collections.abc import Mapping
from types import MappingProxyType

OUTSIDE: Mapping[str, str] = MappingProxyType(
    {
        "J2": "Not consumption: the catalogue has none of it, and asking about it is an unknown activity.",
        "J3": "Not consumption: posts, subsidies and permits are decided by others, under provisions of their own.",
        "J12": "No address of any API answers with identity, exit or vehicle data; the court asks elsewhere.",
        "J13": "The public asks the Supreme Court's own site; this register publishes no list of its own.",
        "J14": "Binds authorities in what they do with what they are told.",
        "P516": "A discretion of the court: software neither forces nor replaces it (Q4).",
        "D36": "Where machines stand and who may reach them is for the operator to arrange; software proves no place.",
        "D44": "A view of one's own, with who asked, is not part of it: whoever is concerned asks at the court's desk.",
        "D54": "The assessment is made and kept by the operator before the system is used.",
        "D-credit": "What a credit agency keeps, and for how long, is its duty; it is told of the end like anybody.",
        "K1": "That two people sign a change of the catalogue is a rule for whoever releases it.",
        "K7": "Which edition of the national list holds is confirmed by counsel at each release.",
        "Q13": "When the court knows of a payment is entered by an officer; the clock runs from the day entered.",
        "Q8": "A check is made at the sale; whether an earlier ticket may be used is the court's question.",
        "Q16": "The quarterly look at new texts is the work of counsel.",
    }
)
