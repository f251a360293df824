"""Words that tell a number or a name from other words, in the languages of Europe together."""

from collections.abc import Mapping
from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """capt captain chancellor col comte conde count dame doctor doctora doctores doctoresse doktor
    don doña dott dottor dottore dr dra duke dña father fr frau fräulein gen general governor herr
    herrn hr imam judge kaiser king kanzler kanzlerin lady lieutenant lord lt m madam madame
    mademoiselle mag maître major me meester meneer mevr mevrouw miss mister mlle mme monsieur mr
    mrs ms père pfarrer pope president presidente prince princess prof professeur professor
    professora professore queen rabbi reverend saint sankt santo senhor senhora señor señora
    señorita sgt sig signor signora signore signorina sir sr sra srta st ste sœur tante uncle aunt
    oncle zio zia tía tío"""
)
"""What stands before a name and belongs to it; in lower case, without a full stop."""

PLACE_BEGINNINGS = _words(
    """alto bad baja belo buenos cabo cape costa den east el fort gran great hong las le long los
    mont monte mount new north nova nueva nuova papua port porto puerto rio río saint san sankt
    santa santiago são sierra south sri st sud süd tel u.s villa west"""
)
"""How names of places begin that have several words: they are one even where a sentence begins."""

NAME_PARTICLES = _words(
    """al bin da dal dalla das de degli dei del della der des di do dos du ibn la op ten ter van von
    y zu zum zur"""
)
"""Small words inside names: Ludwig van Beethoven."""

SCALES = _words(
    """billion billionen billions biliardi biljoen cento cent cents centos dozen duizend hundert
    hundred hunderte mil mila mile mille miliardi miliardo milhão milhões miljard miljoen
    miljoenen millard milliard milliarde milliarden milliards million millionen millions millón
    millones milioni milione mln mrd mio thousand thousands tausend trillion trillions bilhão
    bilhões bilhoes billones"""
)
"""Powers of ten that continue a number: 5 million."""

UNITS = _words(
    """% ‰ ° °c °f € $ £ ¥ ℃ a.m am p.m pm b.c a.d bc ad cm celsius dm dollar dollars dólares
    euro euros eur fahrenheit ft g gb ghz h hz kb kg khz km km/h kmh kw kwh l lb lbs m m2 m3 mb mg
    mhz min mi ml mm mph ms mw percent pct pfund pound pounds procent prozent pts s sec tb ton
    tons uhr usd v volt w watt yen franken francs roubles rubel grad graad gradi grados graus
    degrés degrees meter meters metros metri mètres kilometer kilometers kilómetros quilômetros
    chilometri kilomètres"""
)
"""What a number counts, where the two are one to the eye: 10.5 %."""

MONTHS = _words(
    """january february march april may june july august september october november december januar
    jänner februar märz mai juni juli oktober dezember janvier février mars avril juin juillet
    août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre
    ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    januari februari maart mei augustus"""
)

ORDERED = MONTHS | _words(
    """geburtstag jahrhundert kapitel klasse mal platz runde stock tag weltkrieg"""
)
"""What an ordinal number with a full stop counts in German: am 3. Oktober."""

BEFORE_NUMBERS = _words(
    """$ € £ ¥ us$ usd eur gbp chf nr no n° nº № § p pp vol fig art ca bd kap #"""
)
"""What stands right before a number: $ 5, No. 7."""

LEADING_NUMBERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": _words(
            """twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
            billion"""
        ),
        "fr": _words("""quatre vingt vingts trente quarante cinquante soixante cent cents mille"""),
        "es": _words(
            """veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento
            doscientos trescientos cuatrocientos quinientos seiscientos setecientos
            ochocientos novecientos mil"""
        ),
        "pt": _words(
            """vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento
            duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos
            novecentos mil"""
        ),
        "it": _words("""cento mille mila"""),
        "de": _words("""hundert tausend"""),
        "nl": _words("""honderd duizend"""),
    }
)
"""Numbers that the next word may continue: twenty five."""

SMALL_NUMBERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": _words(
            """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
            fifteen sixteen seventeen eighteen nineteen"""
        ),
        "fr": _words(
            """un deux trois cinq six sept huit neuf dix onze douze treize quatorze quinze
            seize"""
        ),
        "es": _words("""uno un dos tres cuatro cinco seis siete ocho nueve diez"""),
        "pt": _words("""um uma dois duas três quatro cinco seis sete oito nove dez"""),
        "it": _words("""due tre quattro cinque sei sette otto nove dieci venti"""),
        "de": _words("""zwei drei vier fünf sechs sieben acht neun zehn zwanzig"""),
        "nl": _words("""twee drie vier vijf zes zeven acht negen tien twintig"""),
    }
)
"""Numbers that only a power of ten continues."""

NUMBER_LINKS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset({"and"}),
        "fr": frozenset({"et"}),
        "es": frozenset({"y"}),
        "pt": frozenset({"e"}),
    }
)
"""What stands between the words of such a number: treinta y cinco."""

CLITICS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "fr": _words("je ne me te se lui y en"),
        "es": _words("me te se le nos os les"),
        "it": _words("mi ti si ci vi li ne"),
        "pt": _words("me te se lhe lhes nos vos"),
        "nl": frozenset({"'t", "'k", "'m", "'n", "'s"}),
    }
)
"""Words that a reader hears as the beginning of the next one."""

CHINESE_NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬億亿兆両两数幾几")
COUNTERS = frozenset(
    "人個个箇年月日時时分秒円元块塊本回枚匹度歳岁階阶冊册台番号號点點次条條只隻位名件週周天歩步杯軒頭头キ%％"
)
"""Characters that say what a number before them counts."""

JAPANESE_PARTICLES = frozenset("はがをにでともへやのかねよばぞぜわ")
CHINESE_PARTICLES = frozenset("的了着著過过吗嗎呢吧啊呀嘛们們地得嘅咗啦喎㗎咩")
HONORIFICS = frozenset("様氏君殿")
JAPANESE_ENDINGS = (
    "です",
    "ます",
    "ました",
    "でした",
    "ません",
    "ですか",
    "ますか",
    "ですね",
    "ますね",
)
"""How sentences of speech end, which recognisers often write without a full stop."""
