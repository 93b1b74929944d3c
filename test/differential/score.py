"""Counts of right and wrong verdicts."""


class Score:
    def __init__(self):
        self.tp = self.fp = self.fn = self.tn = 0

    def add(self, buggy, positive):
        if buggy:
            self.tp += positive
            self.fn += not positive
        else:
            self.fp += positive
            self.tn += not positive

    def precision(self):
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    def recall(self):
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    def __str__(self):
        return 'precision %.4f  recall %.4f  (tp %d, fp %d, fn %d, tn %d)' % (
            self.precision(), self.recall(), self.tp, self.fp, self.fn, self.tn)
