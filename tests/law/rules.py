"""The rules of law that this system keeps, each in one line of our own words: what tests name in ``pytest.mark.law``.

One table for each instrument; a row is id, article, rule. Not legal advice: the official text decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Rule:
    """One rule: its id, the instrument and article it stands in, and what it says."""

    id: str
    source: str
    sentence: str


LIST = """
L1 | 1 | Unpaid is not enough: a listing needs one of six grounds, each with facts, evidence and day of conduct.
L2 | 2 | Grounds 2 to 6 run two years, one to three more for violence or several acts; good conduct may end them early.
L3 | 3 | Four facts forbid ground 1: security, controlled assets, a later turn, or any case that is no refusal.
L4 | 4 | Nobody under eighteen is listed, on whatever ground.
L5-1 | 5 ¶1 | The enforcement notice warns of the list, is served, and its period runs out before anything is proposed.
L5-2 | 5 ¶2 | An application is decided within 15 days, refused only with reasons; own motion names who moved.
L5-3 | 5 ¶3 | A reasoned decision, signed by the president and not by its drafter, binds when made and is served.
L6 | 6 | What is published of a listing is a closed list of particulars.
L7 | 7 | The list is the Supreme Court's; every further channel is on record, so that removal reaches it.
L8 | 8 | Whoever is told of a listing is told under a legal basis, and told of its end.
L9 | 9 | A wrong listing is undone, wrong particulars are put right, within three working days of finding it.
L10-1 | 10 ¶1 | Seven events end a listing without a term; what was published is taken down in three working days.
L10-2 | 10 ¶2 | A term withstands those events, ends by itself, and is taken down in three working days.
L10-3 | 10 ¶3–4 | Listing again is a new decision; for six months not at the wish of who had asked for the removal.
L11 | 11 | Whoever is listed may ask for correction, for three reasons, at any time; nobody is turned away at the door.
L12 | 12 | Correction is decided in 15 days; ten days to go one court up, which has 15; the measure stands meanwhile.
L13 | 13 | Whoever acts against these rules answers for it: who did what, when and why cannot be changed or hidden.
"""

CONSUMPTION = """
C1 | 1 | After the period of the notice the court may restrict; whom it has listed it must, by an order of its own.
C2 | 2 | A discretionary order weighs passive performance, evasion, resistance and ability, each with reasons.
C3-1 | 3 ¶1 | Nine kinds of spending are restricted, and nothing that is not named.
C3-2 | 3 ¶2 | With a unit, four capacities of officers are restricted when named with evidence; own money is exempted.
C4 | 4 | The applicant asks in writing; own motion states why.
C5 | 5 | The president signs; period, items, consequences and remedies stand in the order.
C6 | 6 | Units are bound, and may ask, as far as an assistance notice served on them goes.
C7 | 7 | The cost of an announcement is the debtor's and never a condition of lifting.
C8 | 8 | Who needs a barred act for life or business asks first; approval covers that act on those days.
C9 | 9 | Security or consent may lift an order, performance must, at once and everywhere it was sent.
C10 | 10 | Reports of breach go to the court, which examines them.
C11 | 11 | Breach by the debtor or a unit is for the court to punish; nothing follows by itself.
C12 | 12 | An order covers what the text in force on its day covered; the items of 2015 begin on 22 July 2015.
"""

OPINION_35 = """
G14 | 14 | No measure outside the conditions; signed by the president, served, and never signed without being served.
G15 | 15 | One to three months' grace keep a measure hidden; performance in it ends the matter.
G16-1 | 16 (1) | Enough property in hand, or the applicant's wish to hold off, excludes grounds 1 and 6 and an order.
G16-2 | 16 (2) | A unit's officers are never listed for the unit.
G16-3 | 16 (3) | A full-time student with a campus loan is spared, unless the president says why not.
G17-1 | 17 (1) | An officer's private spending from own money is allowed once that is verified.
G17-2 | 17 (2) | A former officer who proves it is freed; the successor is bound only by an order of its own.
G17-3 | 17 (3) | Five urgent reasons lift air and high-speed rail for a month at most, approved by the president.
G17-4 | 17 (4) | False evidence or breach of the undertaking restores the restriction and bars further applications.
G18 | 18 | Orders are corrected on the same road and in the same times as listings.
G19 | 19 | Effect ends at once; after full performance a listing with a term is removed too, unless reasons are given.
G20 | 20 | Only fees above the normal are meant, only the debtor's payment, and never a child.
G21 | 21 | An order may name some of the items only; performance is certified on request.
G373 | Fa [2016] 373 | After the round of enforcement ends, assets are searched again every six months.
"""

JOINT_DISCIPLINE = """
J1 | 1 (2) | Every restricted activity rests on a provision that is named with it.
J2 | 2 (1) | Limits on founding companies, bonds, shares and funded projects.
J3 | 2 (2)–(4) | Limits on subsidies, posts and market access.
J4 | 2 (5) 3 | Lenders examine a listed applicant strictly and decide themselves.
J5 | 2 (6) | Real property, state assets and natural resources.
J6 | 2 (7) 1 | Aircraft means every cabin; soft sleepers, G trains, first class on other fast trains.
J7 | 2 (7) 2 | Hotels with an official star or grade; price alone is no test.
J8 | 2 (7) 3 | Outbound group tours; for other holidays no national figure exists, so the court is asked.
J9 | 2 (7) 4 | School fees paid from the debtor's own property.
J10 | 2 (7) 5 | Insurance with cash value only; protection is never touched.
J11 | 2 (7) 6 | Building, luxury renovation, vehicles not needed for business.
J12 | 2 (8) | Questions about identity, exit documents and vehicles are the court's alone.
J13 | 3 (1) | The public asks free of charge, one person at a time.
J14 | 3 (2) | Authorities act within their own powers.
J15 | 4 (2) 1–2 | Only the court that handles the case acts on it.
J16 | 4 (2) 3–6 | Units told of a removal end their own measures in three working days; no answer outlives its validity.
"""

PROCEDURE = """
P266 | CPL 266 | The measures rest on the article that bore this number on the day of the decision.
P251 | CPL 251, Interp. 480 | The enforcement notice goes out within ten days of the application.
P252 | CPL 252, asset investigation | Ground 4 needs the served order to report, its day past and no request pending.
P236 | CPL 236 | Objections to other conduct have a road and times of their own.
P-OBJ-11 | objections 1–4, 11, 12 | Who handled the enforcement does not review it; silence goes to the court above.
P-EXIT | objections 9, Exec. Interp. 23 | Leaving the country is another measure, asked of and answered by others.
P114 | CPL 114, 117–119 | Fines and detention are decided by the president, within limits.
P253 | CPL 253–255 | Necessities of life are never among the items.
P241 | CPL 241–242, settlement 8–11 | Ground 6 needs the day of the settlement past.
P243 | CPL 243, 267, 268 | Death ends every measure on the person; heirs take none over.
P244 | CPL 244 | A quashed basis undoes the listing and lifts the order.
P246 | CPL 246 | The procuratorate supervises: it reads, and changes nothing.
P516 | CPL Interp. 516 | Listing takes account of the circumstances.
P85 | CPL 85 | The first day does not count; a last day of rest moves to the next worked one.
P88 | CPL 88–95 | Service has closed methods; a public notice counts after thirty days.
P-CRIM | criminal property parts 1, 16 | Fines and restitution of criminal judgments are enforced alike.
"""

PERSONAL_DATA = """
D5 | PIPL 5, 6 | A question holds what it needs and no field more.
D7 | PIPL 7, 17, 35 | Every decision says who processes what, why, and how to use one's rights.
D8 | PIPL 8, 46 | Wrong particulars are put right.
D9 | PIPL 9, 51 | Names and numbers are sealed; access follows duties; staff have a second factor.
D10 | PIPL 10 | Nothing is exported in bulk to those who ask.
D13 | PIPL 13, 33–35 | Who asks has a statutory basis; own risk control is none.
D19 | PIPL 19, 47 | Answers leave no name and no number behind.
D23 | PIPL 23, 25 | Passing on and publishing rest on a statute.
D24 | PIPL 24 | People decide on measures; what is unsure is never answered as restricted.
D28 | PIPL 28–31 | Sensitive evidence is seen by those who decide, and kept no longer than needed.
D36 | PIPL 36, 38 | The data stay in the country.
D44 | PIPL 44–50 | Whoever is concerned sees the record and who asked.
D54 | PIPL 54–57 | The impact is assessed before the system is used.
D-min | Minors Protection 4, 103 | No data of children, no question about companions.
D-credit | Credit Reporting 13–18 | Leaving the list does not erase what a credit agency keeps.
"""

CREDIT_SYSTEM = """
K1 | 国办发〔2020〕49号 | Restricted activities are a closed list.
K2 | 国办发〔2020〕49号 | Measures are a closed list; no list of one's own can be made.
K3 | 国办发〔2020〕49号 | Measures do not add up; each ends by itself, and each answer cites its provision.
K4 | 国办发〔2020〕49号 | What is shared and published is lawful and necessary.
K5 | 国办发〔2020〕49号 | Nobody is made to refuse credit.
K6 | 国办发〔2020〕49号 | Who put it right gets out, and proof of it.
K7 | 全国失信惩戒措施基础清单 | Strict credit review is a lender's own choice.
K8 | 信用修复管理办法 (2026) | The court that listed removes; repair has the court's clock and no fee.
"""

FORMATS = """
F8.1 | Fa [2015] 137 | Case numbers have year, court, type and serial; measures stand under enforcement types only.
F8.2 | GB 11643 | A citizen's number has a region, a birth date that exists and a check digit.
F8.3 | GB 32100, GB 11714 | Other documents have forms of their own; linking two of them is a court's act.
F8.4 | recognition | Name, kind and number together; a name alone is nobody, a wrong name is never barred.
F8.5 | publication | Numbers are masked; neither address, photo, family nor applicant is shown.
F8.7 | companies | Whom a unit's measures reach: never shareholders or relatives, officers only by name.
"""

TIME = """
T1 | working days | Working days follow the yearly notice: holidays rest, made-up weekends count.
T2 | CPL 85 | Days run from the next one; only a last day of rest moves on, a made-up weekend does not.
T3 | Civil Code 202 | Months and years end on the corresponding day, or the month's last.
T4 | unpublished years | Duties on the earliest day, rights to the latest, both provisional until the notice is out.
T5 | burdens | What burdens a person ends on its day, holiday or not.
T6 | CPL 86 | A period missed for good cause may be asked back within ten days.
T7 | Civil Code 17, 1259 | Eighteen on the birthday; measures from the day after.
"""

STATES = """
9.0 | J15, G14 | Each duty is held by some and denied to others; nobody deletes history.
9.1 | L1–L10 | A listing moves only along the lawful steps, by whom and when the law says.
9.2 | C1–C9 | So does an order; lifting is owed on performance and free otherwise.
9.3 | C3, C8, G17 | So does an exemption: three kinds, each with its decider, window and activities.
9.4 | L11, L12, G18 | So does a correction, up to the higher court, with its clock at every step.
9.5 | C3, J4, D24 | An answer is found in one order of questions, and tells nothing that was not asked.
"""

CATALOGUE = """
10.1 | C3 (1), J6 | Aircraft: every cabin.
10.2 | C3 (1), J6 | Soft sleepers of ordinary trains.
10.3 | C3 (9), J6 | Every seat of a G train.
10.4 | C3 (9), J6 | First class and above of other fast trains; second class is free.
10.5 | C3 (1) | Ships, second class and above.
10.6 | C3 (2), J7 | Star-rated hotels; emergency shelter never.
10.7 | J7 | Other high-end lodging, where the order names it.
10.8 | C3 (2), J7 | Nightclubs.
10.9 | C3 (2), J7 | Golf courses.
10.10 | C3 (3), J5 | Buying real property.
10.11 | C3 (3), J11 | New building and extension.
10.12 | C3 (3), J11 | Luxury renovation.
10.13 | C3 (4) | High-grade premises as a workplace.
10.14 | C3 (5), J11 | Vehicles not needed for business.
10.15 | C3 (6), J8 | Outbound group tours.
10.16 | C3 (6), J8 | Holidays: referred to the court, where the order names them.
10.17 | C3 (7), J9, G20 | High-fee schools: never answered.
10.18 | C3 (8), J10 | Cash-value insurance: referred to the court.
10.19 | C3 (9) | Anything else only where the order names it.
10.20 | L8, J4, K5, K7 | Loans: strict review of a listed applicant, never a bar.
10.21 | J4 | Credit cards: the same.
10.22 | P266 | Leaving the country: not in this catalogue.
10.23 | Company Law 178 | Company office: not in this catalogue.
10.24 | necessities | Medicine, school, work, ordinary travel and the like are never restricted.
"""

NEVER = """
11.1 | L4, T7 | A minor listed, or answered about as anything but free.
11.2 | L1, L5, C2, G14 | A measure without case, basis, served notice, ground, reasons, president and service.
11.3 | G16-2, C3-2 | A measure for being an officer, shareholder, guarantor, spouse, child or heir.
11.4 | G14, G15, L10 | Effect in grace, before service, or after the end, with or without a worker running.
11.5 | L2, G373 | An endless listing: five years at most, or a search each half-year and a reason each year.
11.6 | L10-3 | Listing again within the six months, or undoing a removal.
11.7 | F8.4 | Restricting by a name alone, by likeness, or by a device.
11.8 | K2, K3 | Scores, rankings, predictions, watch lists, links between people.
11.9 | K5, G20 | Loans or jobs answered as forbidden; schools and hospitals as askers.
11.10 | L6, K4, D10 | Publishing more than the law names, in bulk, or for ever.
11.11 | D24, L5-3 | A measure, an extension or a refusal by software alone, or many signed at once.
11.12 | J15, G14, P-OBJ-11 | Reviewing or signing one's own work, or another court's.
11.13 | D24 | Blocking an emergency.
11.14 | L11, C7 | A fee or another condition for removal, correction, exemption or a question.
11.15 | D28 | Tracing a person's journeys from questions.
11.16 | L13, L10-1 | An overdue duty that nobody above sees.
11.17 | D9 | Real people in tests or demonstrations.
11.18 | D7, D24 | Keeping from the person that a measure exists, why, until when and how to contest it.
11.19 | L7, C6, D13 | A private list, or blocking without an assistance notice.
"""

READINGS = """
Q0 | L7, C6 | Only for a court, or who is bound to assist it; without a mandate it is a demonstration.
Q1 | C1, J6 | A listing alone bars no flight; the court is told to decide on an order.
Q2 | L2, G15 | A term runs from the decision, or from the end of grace; late publication moves nothing.
Q3 | C3 (1), (9) | Second-class berths and soft seats are free.
Q4 | L1, P516 | Grounds, exclusions and grace leave the court its judgement; software never forces a listing.
Q5 | L4 | No order on a minor either.
Q6 | C5 | An order's period is a date, or until performance with a review within six months.
Q7 | L10-2, G19 | After full performance a listing with a term is removed, unless reasons are given.
Q8 | C3 | A ticket bought before the order is the court's question.
Q9 | C3, J8, J10 | No invented thresholds: where the law gives no number, the court is asked.
Q10 | C3 (2), J7 | Any official star counts.
Q11 | L6 | Masking shows the region and the last two, never the birth date.
Q12 | G17-4 | The bar after false evidence holds in that case and is no bar elsewhere.
Q13 | L10-1, C9 | The clock runs from payment into court, or from proof filed.
Q14 | K3 | Each measure ends by itself; the answer is by all of them.
Q15 | L2 | An extension is made and served before the end; five years in all.
Q16 | C12 | Rules carry the day from which they hold.
Q17 | G16-2, J4 | A listed unit says nothing about its officers as borrowers.
"""

_INSTRUMENTS = (
    ("法释〔2017〕7号 art. ", LIST),
    ("法释〔2015〕17号 art. ", CONSUMPTION),
    ("法发〔2019〕35号 art. ", OPINION_35),
    ("中办发〔2016〕64号 ", JOINT_DISCIPLINE),
    ("", PROCEDURE),
    ("", PERSONAL_DATA),
    ("", CREDIT_SYSTEM),
    ("", FORMATS),
    ("", TIME),
    ("", STATES),
    ("", CATALOGUE),
    ("", NEVER),
    ("", READINGS),
)


def _rows(instrument: str, table: str) -> list[Rule]:
    rows = (map(str.strip, line.split("|", 2)) for line in table.strip().splitlines())
    return [Rule(id, instrument + article, sentence) for id, article, sentence in rows]


RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for instrument, table in _INSTRUMENTS for rule in _rows(instrument, table)}
)
