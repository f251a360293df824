"""The little words that a line should not end with, and those it may well begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from whisper_desktop.core.presets import base_language


@dataclass(frozen=True, slots=True)
class LineBreakWords:
    """Words of one language in lower case.

    `determiners` (articles, possessives) never end a line, `leaners` (auxiliaries, negations,
    pronouns) seldom should; a line may begin with one of `conjunctions` or `prepositions`, and
    should not end with it. It seldom should begin with one of `trailers`, which lean on the word
    before them; a clause may end with what has one of `clause_endings`. `capital_words` have a
    capital and are no names; `has_capital_nouns`: no capital letter means a name.
    """

    determiners: frozenset[str] = frozenset()
    leaners: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    has_capital_nouns: bool = False
    capital_words: frozenset[str] = frozenset()
    trailers: frozenset[str] = frozenset()
    clause_endings: tuple[str, ...] = ()


def line_break_words(language: str | None) -> LineBreakWords:
    """Return the words of a language; none for one that is not known."""
    return _BY_LANGUAGE.get(base_language(language), _NO_WORDS)


def _words(
    determiners: str,
    leaners: str,
    conjunctions: str,
    prepositions: str,
    *,
    has_capital_nouns: bool = False,
    capital_words: str = "",
) -> LineBreakWords:
    return LineBreakWords(
        frozenset(determiners.split()),
        frozenset(leaners.split()),
        frozenset(conjunctions.split()),
        frozenset(prepositions.split()),
        has_capital_nouns,
        frozenset(capital_words.split()),
    )


_KOREAN_TRAILERS = """
것 것이 것은 것을 것도 거 게 수 수가 수도 때 때문에 줄 뿐 만큼 데 적 듯 바 지 등 후 전에
있다 없다 있는 없는 있습니다 없습니다 있어요 없어요 있었다 없었다 않다 않는 않습니다 않아요
"""
_NO_WORDS = LineBreakWords()
_BY_LANGUAGE: Mapping[str, LineBreakWords] = MappingProxyType(
    {
        "en": _words(
            """a an the my your his her its our their every each""",
            """am is are was were be been being have has had do does did will would shall should
            can could may might must not i you he she we they it i'm you're we're they're
            i've you've we've they've i'll you'll he'll she'll we'll they'll""",
            """and but or nor so because although though while when whenever where if unless
            until since that which who whom whose than as whether""",
            """at by for from in into of on onto over to under with without about after before
            between against during through toward towards within upon across behind beyond""",
            capital_words="i i'm i've i'll i'd",
        ),
        "de": _words(
            """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem
            keiner mein meine meinen meinem meiner dein deine deinen deinem deiner sein seine
            seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere unseren unserem unserer
            euer eure dieser diese dieses diesen diesem jeder jede jedes jeden jedem""",
            """bin bist ist sind seid war waren habe hast hat haben hatte hatten werde wird werden
            wurde wurden kann muss soll will nicht sich ich du er sie es wir man""",
            """und oder aber denn sondern weil dass daß ob wenn als während obwohl bevor nachdem
            damit sodass wie wo""",
            """in im an am auf aus bei beim bis mit nach von vom zu zum zur für gegen ohne um durch
            über unter vor hinter neben zwischen seit wegen trotz""",
            has_capital_nouns=True,
            capital_words="sie ihnen ihr ihre ihren ihrem ihrer",
        ),
        "fr": _words(
            """le la les un une des du au aux mon ma mes ton ta tes son sa ses notre nos votre vos
            leur leurs ce cet cette ces chaque""",
            """suis es est sommes êtes sont était étaient ai as a avons avez ont avait ne se me te
            je tu il elle on nous vous ils elles""",
            """et ou mais donc ni car que qui quand lorsque puisque parce si comme dont où qu
            lorsqu puisqu""",
            """à de d en dans par pour sur sous avec sans chez vers entre depuis pendant contre
            avant après""",
        ),
        "es": _words(
            """el la los las lo un una unos unas al del mi mis tu tus su sus nuestro nuestra
            nuestros nuestras este esta estos estas ese esa esos esas cada""",
            """soy eres es somos son era fue he has ha hemos han había está están no se me te le
            nos les yo tú""",
            """y e o u pero sino ni que porque aunque cuando si como mientras donde pues""",
            """a ante bajo con contra de desde en entre hacia hasta para por según sin sobre
            tras""",
        ),
        "it": _words(
            """il lo la i gli le un uno una mio mia miei mie tuo tua tuoi tue suo sua suoi sue
            nostro nostra questo questa questi queste ogni del della dello dei degli delle al alla
            allo ai agli alle nel nella nello nei negli nelle dal dalla dallo dai dagli dalle sul
            sulla sullo sui sugli sulle""",
            """sono sei è siamo siete era ho hai ha abbiamo avete hanno aveva non si mi ti ci vi
            io tu""",
            """e ed o oppure ma però che perché quando se come mentre né dove
            dov""",
            """di a da in con su per tra fra senza sotto sopra dopo prima verso contro d dell all
            nell dall sull""",
        ),
        "pt": _words(
            """o os as um uma uns umas do da dos das no na nos nas ao à aos às pelo pela pelos
            pelas meu minha meus minhas seu sua seus suas nosso nossa este esta esse essa cada""",
            """sou é somos são era foi tem têm tenho tinha está estão não se me te lhe eu""",
            """e ou mas porém que porque embora quando como enquanto onde pois""",
            """a de em por para com sem sob sobre entre até desde contra após""",
        ),
        "nl": _words(
            """de het een 't mijn jouw je haar ons onze jullie hun deze dit geen elke elk iedere
            ieder""",
            """ben bent is zijn was waren heb hebt heeft hebben had hadden word wordt worden zal
            zou kan kun moet mag wil niet te ik hij ze wij we""",
            """en of maar want dat omdat als toen terwijl hoewel voordat nadat zodat dus waar""",
            """in op aan bij met naar van voor door over onder tussen uit tegen zonder om tot sinds
            tijdens""",
        ),
        "ko": replace(
            _words(
                "",
                """이 그 저 한 두 세 네 각 매 전 새 어떤 무슨 모든 어느 이런 그런 안 못""",
                """그리고 그러나 하지만 그래서 그런데 또 또는 및 왜냐하면""",
                "",
            ),
            trailers=frozenset(_KOREAN_TRAILERS.split()),
            clause_endings=("고", "며", "지만", "는데", "니까", "려고", "면서"),
        ),
    }
)
