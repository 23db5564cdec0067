"""What sheets and keys of the company are called in the five languages."""

from __future__ import annotations

from functools import cache

from tpgraph.text import normalise

_SHEETS = {
    "touchpoints": (
        "touchpoints|touchpoint|touch points|contact points|inventory|puncte de contact|"
        "punct de contact|touchpoint-uri|inventar|точки контакта|точки касания|точка контакта|"
        "точки соприкосновения|نقاط تماس|نقطه تماس|نقاط تماس با مشتری|نقطه‌های تماس|"
        "punti di contatto|punto di contatto|inventario"
    ),
    "company": (
        "company|the company|about the company|firm|business|companie|compania|firma|firmă|"
        "despre companie|despre firmă|societate|компания|о компании|фирма|предприятие|организация|"
        "شرکت|درباره شرکت|سازمان|کسب‌وکار|azienda|l'azienda|impresa|ditta|società"
    ),
    # What `tpgraph check --marked` adds.
    "problems": (
        "tpgraph problems|tpgraph probleme|tpgraph замечания|tpgraph ایرادها|tpgraph problemi"
    ),
}

# The keys of company.toml, as people call them.
_KEYS = {
    "name": (
        "name|company name|company|nume|numele companiei|denumire|denumirea companiei|название|"
        "название компании|наименование|компания|نام|نام شرکت|nome|nome dell'azienda|"
        "ragione sociale|denominazione|azienda|companie|شرکت"
    ),
    "industry": (
        "industry|sector|branch|industrie|domeniu|domeniu de activitate|ramură|отрасль|сфера|"
        "сфера деятельности|صنعت|حوزه فعالیت|رشته فعالیت|settore|industria|settore di attività"
    ),
    "size": (
        "size|company size|mărime|dimensiune|mărimea companiei|dimensiunea companiei|размер|"
        "размер компании|величина|اندازه|اندازه شرکت|dimensione|dimensioni|grandezza|"
        "dimensione dell'azienda|dimensioni dell'azienda"
    ),
    "sells": (
        "sells|what it sells|offer|vinde|ce vinde|ofertă|продает|что продает|что продаёт|"
        "предложение|می‌فروشد|چه می‌فروشد|فروش|محصول|vende|che cosa vende|cosa vende|offerta"
    ),
    "sells_online": (
        "sells online|online sales|vinde online|vânzări online|vânzare online|продает онлайн|"
        "онлайн-продажи|продажа онлайн|продажи через интернет|فروش آنلاین|فروش اینترنتی|"
        "آنلاین می‌فروشد|vende online|vendita online|vendite online"
    ),
    "has_store": (
        "has a store|has store|has a shop|store|are magazin|magazin|are un magazin|есть магазин|"
        "имеет магазин|магазин|فروشگاه دارد|فروشگاه|دارای فروشگاه|ha un negozio|negozio"
    ),
    "goals": (
        "goals|goal|marketing goals|obiective|obiectiv|scopuri|obiective de marketing|цели|цель|"
        "цели маркетинга|اهداف|هدف|هدف‌ها|هدف‌های بازاریابی|obiettivi|obiettivo|"
        "obiettivi di marketing"
    ),
    "complete": (
        "complete|complete columns|what is complete|complet|complete columns|coloane complete|"
        "ce este complet|полные|полно|полные столбцы|полные колонки|заполнено полностью|کامل|"
        "ستون‌های کامل|completo|completi|complete|colonne complete|che cosa è completo"
    ),
    "understanding_methods": (
        "understanding methods|methods of understanding customers|how we understand customers|"
        "metode de înțelegere|metode de înțelegere a clienților|методы понимания клиентов|"
        "методы изучения клиентов|методы понимания|روش‌های شناخت مشتری|روش‌های شناخت مشتریان|"
        "روش‌های درک مشتری|metodi di comprensione|metodi per capire i clienti|"
        "metodi di comprensione dei clienti"
    ),
    "accept": (
        "accept|accepted|acceptat|acceptate|принято|принимаем|پذیرفته|پذیرفته‌شده|accettato|"
        "accettati"
    ),
}


def _table(words: dict[str, str]) -> dict[str, str]:
    return {normalise(word): key for key, said in words.items() for word in said.split("|")}


@cache
def _sheets() -> dict[str, str]:
    return _table(_SHEETS)


@cache
def _keys() -> dict[str, str]:
    return _table(_KEYS)


def sheet_role(name: str) -> str | None:
    """``touchpoints``, ``company`` or ``problems`` where a sheet of that name is meant for it."""
    return _sheets().get(normalise(name[:100]))


def company_key(text: str) -> str | None:
    """The key of ``company.toml`` that ``text`` names in one of the five languages."""
    return _keys().get(normalise(text[:100]))
