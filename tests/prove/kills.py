"""The cache of kills: which cases killed which mutant last. It only orders the cases: each kill is made anew."""

import threading
from collections import Counter


class Kills:
    """Lines `MUTANT<tab>CASE CASE…`, sorted."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.of = {}
        if path.exists():
            for line in path.read_text().splitlines():
                mutant, cases = line.split("\t")
                self.of[mutant] = cases.split()

    def likely(self, mutant, most=12):
        """Cases that killed similar mutants: the more of the id they share, the earlier."""
        words = mutant.replace(":", ".").split(".")
        score = Counter()
        with self.lock:
            for other, cases in self.of.items():
                shared = 0
                for mine, its in zip(words, other.replace(":", ".").split(".")):
                    if mine != its:
                        break
                    shared += 1
                for case in cases:
                    score[case] += 10**min(shared, 6)
        return [case for case, _ in score.most_common(most)]

    def note(self, mutant, cases):
        with self.lock:
            self.of[mutant] = sorted(cases)
            if not cases:
                del self.of[mutant]

    def write(self, known):
        with self.lock:
            rows = [f"{mutant}\t{' '.join(cases)}\n" for mutant, cases in sorted(self.of.items()) if mutant in known]
        self.path.write_text("".join(rows))
