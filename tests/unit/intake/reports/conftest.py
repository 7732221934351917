"""jieba's dictionary is read once for all tests."""

import jieba
import pytest


@pytest.fixture(scope="session", autouse=True)
def dictionary():
    """Each tokenizer begins with a copy of what was read, to which a test may add its terms."""
    read = jieba.Tokenizer()
    read.FREQ, read.total = jieba.Tokenizer.gen_pfdict(read.get_dict_file())

    def initialize(self):
        if not self.initialized:
            self.FREQ, self.total, self.initialized = dict(read.FREQ), read.total, True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jieba.Tokenizer, "initialize", initialize)
        yield
