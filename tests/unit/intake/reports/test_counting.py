"""Terms counted by hand."""

import pytest

from nianjian.intake.reports.counting import Counter

TERMS = ["人工智能", "智能", "机器人", "工业机器人", "数据", "大数据", "5G", "smartcity"]


@pytest.fixture(scope="module")
def counter(tmp_path_factory):
    return Counter(TERMS, tmp_path_factory.mktemp("jieba"))


def found(counter, text):
    return {term: both for term, both in counter.count(text).terms.items() if any(both)}


def test_a_term_inside_of_a_longer_one_counts_once_as_a_word_and_again_as_a_substring(counter):
    assert found(counter, "发展人工智能，推广工业机器人和机器人，用好大数据和数据。") == {
        "人工智能": (1, 1),
        "智能": (0, 1),
        "机器人": (1, 2),
        "工业机器人": (1, 1),
        "数据": (1, 2),
        "大数据": (1, 1),
    }


@pytest.mark.parametrize(
    "text",
    [
        "推进人工\n智能发展",
        "推进人工\r\n智能发展",
        "推进人 工 智 能发展",
        "推进人工　智能发展",
        "推进人工\u200b智能发展",
    ],
)
def test_gaps_and_line_breaks_do_not_tear_a_term(counter, text):
    assert found(counter, text) == {"人工智能": (1, 1), "智能": (0, 1)}


@pytest.mark.parametrize("text", ["一、人工\n　　智能是", "一、人工\n\n智能是", "人工。智能是"])
def test_a_new_paragraph_or_sentence_does(counter, text):
    assert found(counter, text) == {"智能": (1, 1)}


@pytest.mark.parametrize("text", ["建设5G网络", "建设５Ｇ网络", "建设5g网络", "建设 5G 网络", "建设5G+工业"])
def test_width_and_case_of_letters_do_not_count(counter, text):
    assert found(counter, text) == {"5G": (1, 1)}


def test_letters_and_digits_that_go_on_are_another_word(counter):
    assert found(counter, "15G与5GHz") == {"5G": (0, 2)}


def test_words_have_a_letter_or_digit_and_characters_are_not_blank(counter):
    counts = counter.count("发展 人工智能，\n　　建设5G网络。")
    assert (counts.words, counts.characters) == (5, 14)


def test_a_text_without_words(counter):
    assert counter.count("。。。\n——").words == 0
