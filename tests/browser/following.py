"""A check node that follows the register of these tests: whatever was committed is in the answer."""

from dataclasses import dataclass
from pathlib import Path

from restrictions.check.answer import Reply
from restrictions.check.node import Asked, Node, Options
from restrictions.follower import Follower
from tests.restrictions.check.laboratory import KEYS, SECRET


@dataclass(frozen=True)
class Following:
    """An index in a folder; one process opens it once at a time, so each check follows, then asks."""

    root: Path

    def ask(self, asked: Asked) -> Reply:
        follower = Follower(self.root / "index", KEYS)
        while follower.step():
            pass
        follower.close()
        node = Node(Options(self.root / "index", self.root / "journal", SECRET))
        try:
            return node.check(asked)
        finally:
            node.close()
