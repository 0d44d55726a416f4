"""Filing every subject of the register for a new index, a share in each of several processes when there are many."""

import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import django

from blacklist import publication
from restrictions.check.keys import Keys
from restrictions.check.loading import Files
from restrictions.compiling import compile_standing

PROCESSES = min(4, os.cpu_count() or 1)
ALONE = 50_000  # entries of a register that one process files in the time in which several begin


def gather(whole: publication.Moment, scratch: Path, keys: Keys) -> list[Path]:
    """File all subjects as they are at a moment, within its block, and return the folders that hold them."""
    of = min(PROCESSES, 1 + whole.head_version // ALONE)
    folders = [scratch / str(number) for number in range(of)]
    if of == 1:
        file_all(folders[0], whole.standings, keys)
        return folders
    moment = publication.offer_snapshot()
    with ProcessPoolExecutor(of - 1, multiprocessing.get_context("spawn"), initializer=django.setup) as pool:
        others = [pool.submit(file_share, folders[number], keys, moment, number, of) for number in range(1, of)]
        file_share(folders[0], keys, moment, 0, of)
        for other in others:
            other.result()
    return folders


def file_share(folder: Path, keys: Keys, moment: str, number: int, of: int) -> None:
    """File one share of several of the subjects at a moment that another process offers, or this one."""
    file_all(folder, publication.share(moment, number, of), keys)


def file_all(folder: Path, standings: Iterable[publication.Standing], keys: Keys) -> None:
    files = Files(folder)
    for published in standings:
        compiled = compile_standing(published, keys)
        if compiled.measures:
            files.put(published.subject_id.bytes, compiled)
    files.close()
