"""jieba's dictionary is read once for all tests."""

import jieba
import pytest


@pytest.fixture(scope="session", autouse=True)
def dictionary():
    """Each tokenizer that would read it from its file gets a copy, to which a test may add its terms."""
    frequencies, total = jieba.Tokenizer.gen_pfdict(jieba.get_dict_file())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jieba.Tokenizer, "gen_pfdict", staticmethod(lambda file: (dict(frequencies), total)))
        yield
