from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.core.errors import ModelFileError
from whisper_desktop.speech.wav2vec2_config import Wav2Vec2Config

BASE_960H: dict[str, Any] = {
    "model_type": "wav2vec2",
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "vocab_size": 32,
    "conv_dim": [512] * 7,
    "conv_kernel": [10, 3, 3, 3, 3, 2, 2],
    "conv_stride": [5, 2, 2, 2, 2, 2, 2],
    "conv_bias": False,
    "feat_extract_norm": "group",
    "do_stable_layer_norm": False,
    "num_conv_pos_embeddings": 128,
    "num_conv_pos_embedding_groups": 16,
    "layer_norm_eps": 1e-5,
    "pad_token_id": 0,
    "hidden_act": "gelu",
}
PATH = Path("w/config.json")


def config_of(**other: Any) -> Wav2Vec2Config:
    return Wav2Vec2Config.from_json(BASE_960H | other, PATH)


def test_the_base_model_gives_a_frame_every_20_ms() -> None:
    config = config_of()
    assert (config.frame_samples, config.heard_samples) == (320, 400)
    assert config.is_group_norm
    assert not config.is_norm_first


def test_the_large_models_normalise_otherwise() -> None:
    config = config_of(feat_extract_norm="layer", do_stable_layer_norm=True, conv_bias=True)
    assert not config.is_group_norm
    assert config.is_norm_first
    assert config.conv_bias


@pytest.mark.parametrize(
    ("n_samples", "n_frames"), [(0, 0), (399, 0), (400, 1), (719, 1), (720, 2), (16_000, 49)]
)
def test_frames_are_whole(n_samples: int, n_frames: int) -> None:
    assert config_of().frame_count(n_samples) == n_frames


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"model_type": "whisper"}, "it is no wav2vec 2.0 model"),
        ({"model_type": None}, "it is no wav2vec 2.0 model"),
        ({"adapter_attn_dim": 16}, "adapter_attn_dim, which is not known"),
        ({"add_adapter": True}, "add_adapter, which is not known"),
        ({"hidden_act": "relu"}, "its hidden_act is not gelu"),
        ({"feat_extract_norm": "batch"}, "its feat_extract_norm is not group or layer"),
        ({"hidden_size": 0}, "its hidden_size is 0"),
        ({"hidden_size": 10**9}, "its hidden_size is 1000000000"),
        ({"hidden_size": "768"}, "its hidden_size is missing or no whole number"),
        ({"num_hidden_layers": True}, "its num_hidden_layers is missing or no whole number"),
        ({"num_attention_heads": 7}, "its width is no multiple"),
        ({"num_conv_pos_embedding_groups": 7}, "its width is no multiple"),
        ({"conv_dim": []}, "its conv_dim is missing or no short list"),
        ({"conv_dim": 512}, "its conv_dim is missing or no short list"),
        ({"conv_dim": [512] * 17}, "its conv_dim is missing or no short list"),
        ({"conv_stride": [5, 2]}, "lists of different lengths"),
        ({"conv_kernel": [10, 3, 3, 3, 3, 2, -2]}, "its conv_kernel is -2"),
        ({"layer_norm_eps": 0}, "its layer_norm_eps is no small number"),
        ({"layer_norm_eps": "tiny"}, "its layer_norm_eps is no small number"),
        ({"pad_token_id": 32}, "its padding token is not in its vocabulary"),
        ({"pad_token_id": None}, "its pad_token_id is missing or no whole number"),
    ],
)
def test_what_does_not_run_here_is_told(other: dict[str, Any], reason: str) -> None:
    with pytest.raises(ModelFileError, match=reason) as caught:
        config_of(**other)
    assert caught.value.path == PATH
