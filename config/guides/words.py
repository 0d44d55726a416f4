"""The guides: for whom, and step by step what to do. A picture is named as the walk that took it leaves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pages.words import Words


@dataclass(frozen=True)
class Step:
    """One step. ``picture`` is its name without language and ending; ``shows`` says what is in it, in words."""

    title: Words
    text: Words
    picture: str = ""
    shows: Words | None = None


@dataclass(frozen=True)
class Guide:
    """What somebody reads in five minutes. ``begins`` is the name of the page where they begin."""

    who: str
    title: Words
    lead: Words
    begins: str
    steps: tuple[Step, ...]


_CLERK = Guide(
    "clerk",
    Words("法院工作人员：从裁判到生效", "Court staff: from a ruling to its effect"),
    Words(
        "录入、拟制、签发、送达，每一步都由有相应职责的人办理；起草的人不能签发。",
        "Enter, draft, sign, serve: each by somebody who holds that duty. Nobody signs what they drafted.",
    ),
    "court-pages:desk",
    (
        Step(
            Words("登录，先看待办", "Sign in, and see what is due"),
            Words(
                "输入用户名、密码和身份验证器上的六位数字。第一页是您的待办，逾期的排在最前面，点进去就是办理的地方。",
                "Name, password, and the six digits of your authenticator. The first page is what is due, overdue"
                " first; each line leads to where it is done.",
            ),
            "desk",
            Words("待办页", "The desk"),
        ),
        Step(
            Words("录入裁定", "Enter the ruling"),
            Words(
                "照着证件输入号码，后六位再输一遍；出生日期和性别由号码读出，请核对。同名、重复、矛盾会先列出来。然后选择案件，或者录入新案件。",
                "Type the number from the card, its last six digits twice; birth date and sex are read back from"
                " it. Namesakes, duplicates and conflicts are shown first. Then choose the case, or enter a new"
                " one.",
            ),
            "ruling",
            Words("录入当事人", "Entering a person"),
        ),
        Step(
            Words("记录执行通知，拟制措施", "Record the notice, draft the measure"),
            Words(
                "在案件页记录执行通知书的送达和履行期限；期限届满才能拟制。表格逐项问法律要求的内容并注明条文，正在输入的内容自动保存为草稿。",
                "On the case’s page record how the notice of enforcement was served and until when to perform; a"
                " measure is drafted once that is over. The form asks for what the law asks for, with its article,"
                " and keeps what you type.",
            ),
            "case",
            Words("案件页：当事人、措施、可以办理的事项", "A case: parties, measures, what can be done"),
        ),
        Step(
            Words("院长签发", "The president signs"),
            Words(
                "院长在“签发”里逐件对照依据文书，用新的验证码签发。草稿中来源没有的金额、号码和日期会标出。",
                "At the desk “Sign” the president holds each draft against its source and signs with a fresh code."
                " Amounts, numbers and days that only the draft names are marked.",
            ),
            "signing-desk",
            Words("签发台：草稿对照来源", "The signing desk: a draft beside its source"),
        ),
        Step(
            Words("记录送达，随即生效", "Record the service: now it has effect"),
            Words(
                "限制消费令自送达起生效，一秒之内查询就会照此答复。删除、解除、撤销、更正也在这一页办理。",
                "An order binds from its service, and checks answer by it within a second. Ending, revoking and"
                " putting right are done on the same page.",
            ),
            "order-in-force",
            Words("生效的限制消费令", "An order in force"),
        ),
        Step(
            Words("填写的内容不会丢", "Nothing you type is lost"),
            Words(
                "登录失效后再登录，表格还在；提交两次只办一次；记录已变更的，连同差异一起退回给您。",
                "After a sign-out the form comes back; sent twice it is done once; if the record has changed"
                " meanwhile, it comes back with the difference.",
            ),
        ),
    ),
)
_RECEPTIONIST = Guide(
    "receptionist",
    Words("前台、售票：查一个人", "Reception and ticket desk: check one person"),
    Words(
        "一个输入框，一个答复，照着做。没有答复不等于可以办理。",
        "One box, one answer, and what to do. No answer is never a permission.",
    ),
    "counter:ask",
    (
        Step(
            Words("登录一次", "Sign in once"),
            Words(
                "粘贴贵单位发给本窗口的凭证。它只能查贵单位协助执行通知书列明的事项。",
                "Paste the credential that your institution gave this counter. It covers what the assistance notice"
                " covers.",
            ),
        ),
        Step(
            Words("输入姓名和号码", "Name and number"),
            Words(
                "先后不限；身份证阅读器的文字、护照下方的两行也可以直接读进来。选择办理什么，点“查询”。日期、护照签发国和紧急情况在下面展开。",
                "In any order; the text of a card reader or the two lines of a passport do as well. Choose what"
                " for, press “Check”. A day, a passport’s state or an emergency stand below.",
            ),
            "counter",
            Words("输入框", "The box"),
        ),
        Step(
            Words("可以办理", "Permitted"),
            Words(
                "照常办理。答复一分钟后就旧了，过后请再查一次。",
                "Go on as usual. After a minute the answer is old: check again before you act on it.",
            ),
            "answer-permitted",
            Words("答复：可以办理", "The answer: permitted"),
        ),
        Step(
            Words("受限制", "Restricted"),
            Words(
                "有生效的限制消费令，这一项不能办理。请不要评论，也不要说明债务；打印告知单交给本人，上面有法院、电话和怎样提出异议。",
                "An order is in force and covers this: do not sell it. Say nothing of the debt. Print the slip: it"
                " names the court, its telephone, and how to contest.",
            ),
            "answer-restricted",
            Words("答复：受限制", "The answer: restricted"),
        ),
        Step(
            Words("告知单", "The slip"),
            Words(
                "中英文对照，不写姓名和债务；可以打印，也可以让本人扫码。",
                "In both languages, without name or debt. Print it, or let the person scan the code.",
            ),
            "slip",
            Words("告知单", "A slip"),
        ),
        Step(
            Words("还不能确定", "Not certain yet"),
            Words(
                "照着屏幕上的一句话做：换一份证件、核对姓名，再查一次。急救、救灾时选择紧急情况，先放行，法院事后审查。",
                "Do what the one sentence says: another document, the name once more; then check again. In a"
                " medical or disaster emergency say so: it is let pass, and the court looks at it afterwards.",
            ),
        ),
    ),
)
_LOAN_OFFICER = Guide(
    "loan-officer",
    Words("信贷人员：查一份名单", "Loan officers: check a list"),
    Words(
        "名单上的人申请贷款、信用卡，法律要求从严审核，由贷款人决定；系统从不说“不得放贷”。",
        "Whoever is listed and asks for a loan or a card is examined strictly, and the lender decides. The service"
        " never says that a loan is forbidden.",
    ),
    "counter:many",
    (
        Step(
            Words("粘贴名单", "Paste the list"),
            Words(
                "在“查一份名单”里每行一个人：姓名和号码，最多200行，可以从表格直接粘贴。选择贷款或者信用卡，点“查询”。",
                "Under “A list”, one person a line: name and number, 200 lines at most, straight from a"
                " spreadsheet. Choose loan or card, press “Check”.",
            ),
            "loan-list",
            Words("粘贴名单的页面", "Where a list is pasted"),
        ),
        Step(
            Words("逐行看答复", "Read it line by line"),
            Words(
                "每一行都是一次单独的查询，有自己的答复、编号和记录。没有结论的行写明原因，改正后只重查这些行。",
                "Each line is a check of its own, with its answer, reference and record. A line without an answer"
                " says why; mend those and ask for them alone.",
            ),
            "loan-answers",
            Words("名单的答复", "Answers to a list"),
        ),
        Step(
            Words("“从严审核”是什么意思", "What “examine strictly” means"),
            Words(
                "点开这一行：有生效的失信记录。请按贵单位的制度审核并自行决定，把查询编号记入档案。不得仅凭姓名判断。",
                "Open the line: there is a listing in force. Examine by your own rules, decide, and keep the"
                " reference on file. Never judge by a name alone.",
            ),
            "loan-review",
            Words("答复：从严审核", "The answer: examine strictly"),
        ),
        Step(
            Words("告诉客户", "Tell the customer"),
            Words(
                "打印告知单：哪个法院、怎样异议、怎样提前删除。客户在“我的记录”里会看到有银行查过，但看不到是哪一家。",
                "Print the slip: which court, how to contest, how to be removed early. In their own record they see"
                " that a bank asked, not which.",
            ),
        ),
        Step(
            Words("查过的", "Asked before"),
            Words(
                "“查过的”列出本窗口的全部查询和编号。记录里没有姓名，所以请把编号和贷款档案放在一起。",
                "“Asked before” lists what this counter asked, by reference. The records hold no names, so keep the"
                " reference with the loan’s file.",
            ),
        ),
    ),
)
_LISTED_PERSON = Guide(
    "listed-person",
    Words("当事人：了解、异议、结束", "Persons concerned: know it, contest it, end it"),
    Words(
        "查看、申请、纠正都不收费。被认错的人也一样。",
        "To look, to apply and to have it put right costs nothing; nor for whoever is taken for somebody else.",
    ),
    "record:mine",
    (
        Step(
            Words("领取查询码", "Get a code"),
            Words(
                "带身份证件到任何一个人民法院的窗口，当场领取。24小时内有效，只能用一次。",
                "Bring your identity document to the counter of any court. The code is good once, for a day.",
            ),
        ),
        Step(
            Words("看清楚记录了什么", "See what is recorded"),
            Words(
                "每一项措施写明为什么、限制什么、到什么时候、哪个法院、怎样结束；下面有法院发给您的文书。没有记录的，页面就说“没有任何记录”。",
                "Of each measure: why, what it covers, until when, which court, what ends it; below, the documents"
                " addressed to you. Where there is nothing, it says “Nothing is recorded”.",
            ),
            "my-record",
            Words("我的记录", "My record"),
        ),
        Step(
            Words("不对的，申请纠正", "If it is wrong, ask for correction"),
            Words(
                "在那一项措施下面选择“申请纠正”，写明哪里不对。法院十五日内审查；驳回的，送达后十日内可以向上一级法院申请复议。",
                "Under the measure choose “Ask for correction” and say what is wrong. The court has fifteen days;"
                " if it rejects, you have ten days from service to ask the court above.",
            ),
            "own-contest",
            Words("申请纠正的表格", "The form for a correction"),
        ),
        Step(
            Words("跟着期限走", "Follow the clock"),
            Words(
                "提交后得到回执编号和最迟的决定日期。每件申请走到哪一步、是否逾期、接下来可以做什么，都在这里。",
                "You get a receipt with its number and the day by which the court decides. Where each application"
                " stands, whether it is overdue and what may come next is shown here.",
            ),
            "own-contested",
            Words("一件申请", "An application"),
        ),
        Step(
            Words("需要例外，或者已经履行", "An exception, or an early end"),
            Words(
                "生活、经营必需的，申请例外；紧急出行的，申请暂时解除；已经履行或者提供担保的，申请解除、提前删除。急救和救灾从不受限制。",
                "For what you need to live or to work, an exemption; for an urgent journey, a temporary lift; once"
                " you have performed or given security, a lift or early removal. Emergencies are never restricted.",
            ),
        ),
        Step(
            Words("谁查过您；被认错怎么办", "Who asked; taken for somebody else"),
            Words(
                "页面列出哪个行业在什么时候查过。因同名被误认的，到登记该人的法院领取防错识别码。要向一家单位证明没有受限制，生成分享码。",
                "The page lists which sector asked and when. Taken for a namesake? The court that recorded that"
                " person gives you a redress number. To show one institution that nothing bars you, make a share"
                " code.",
            ),
        ),
    ),
)
GUIDES: Mapping[str, Guide] = MappingProxyType(
    {row.who: row for row in (_CLERK, _RECEPTIONIST, _LOAN_OFFICER, _LISTED_PERSON)}
)
