"""The network as it is trained and the network as it ships give one answer."""

import numpy as np
import pytest
import spacy

from extractors.tagger import Tagger, lay_out
from extractors.tokens import build_tokenizer

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")


def test_student_and_tagger_agree() -> None:
    from extractors.train.student import Lexicon, Student

    tokenize = build_tokenizer(spacy.blank("en").vocab)
    papers = [
        (
            tokenize("FastConv: quick convolutions"),
            tokenize("FastConv (FC) is 2.5x faster than cuDNN. It uses 8 GPUs."),
        ),
        (tokenize("On sorting"), tokenize("Half the time, twice the work.")),
    ]
    torch.manual_seed(3)
    student, lexicon = Student().eval(), Lexicon()
    inputs = lay_out(papers, lexicon.words)
    with torch.inference_mode():
        entities, numbers = (torch.softmax(logits, 1).numpy() for logits in student(inputs, lexicon))
    tagged = Tagger(student.weights()).predict(papers)
    said = np.concatenate([field.numbers for paper in tagged for field in (paper.title, paper.abstract)])
    assert np.allclose(said, numbers, atol=0.01)
    said = np.concatenate([field.entities for paper in tagged for field in (paper.title, paper.abstract)])
    assert np.allclose(said, entities[inputs.inside], atol=0.01)
