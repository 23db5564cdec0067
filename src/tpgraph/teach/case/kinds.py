"""The kinds of touchpoint that invented companies are made of, with what the ontology says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tpgraph.query.names import RDFS, SKOS, TPG
from tpgraph.query.terms import book

# Everyday kinds of which a case is easily told; the second word is a modality that we choose where
# the ontology leaves it open. All else comes from the ontology.
_EVERYDAY: Mapping[str, str | None] = {
    "PrintAdvertisement": None, "SearchAdvertisement": None, "SocialMediaAdvertisement": None,
    "TransitAdvertisement": None, "OutdoorAdvertisement": None, "DisplayBanner": None,
    "PressRelease": "virtual", "SocialMediaEngagement": None,
    "LoyaltyProgramme": "physical", "RegularCustomerDiscount": "physical",
    "SpecialOffer": "virtual", "SocialMediaContest": None, "GiftWithPurchase": "physical",
    "FreeSample": None, "OpenDay": None, "Workshop": "physical", "Webinar": None,
    "ExhibitionStand": None, "InStoreEvent": None, "Tasting": None, "MotorShow": None,
    "FashionShow": "physical", "Newsletter": None, "SmsMessage": None, "Catalogue": None,
    "Mailing": None, "PushNotification": None, "PersonalisedEmail": None,
    "SalesAssistant": None, "RepresentativeMeeting": None, "Consultation": None,
    "OnlineDemonstration": None, "SalesPresentation": "physical", "CustomerReview": "virtual",
    "ReferralProgramme": "virtual", "FriendAndFamilyRecommendation": "physical",
    "InfluencerMarketing": "virtual", "Testimonial": "virtual", "Website": None,
    "SocialMediaPage": None, "ShopWindow": None, "Shop": None, "OnlineShop": None,
    "OnlineBooking": None, "Cashier": None, "ChatSupport": None, "CallCentre": "virtual",
    "HelpDesk": "physical", "EmailSupport": None, "WarrantyService": "physical",
    "ReturnsDesk": "physical", "FaqPage": None, "MobileApp": None, "Brochure": None,
    "SatisfactionSurvey": "virtual", "FeedbackForm": None, "Office": None, "CheckoutPage": None,
    "BusinessListing": None, "Leaflet": None, "ProductPage": None, "Restaurant": None,
    "Cafe": None, "BeautySalon": None, "ClothingShop": None, "Branch": None,
}  # fmt: skip
_COLUMNS: Mapping[str, str] = {
    "stage": "stages", "category": "category", "goal": "goals", "modality": "modality",
    "contactForm": "personal", "ownership": "ownership", "media": "media",
}  # fmt: skip
SERVICE = "CustomerService"
# Of these it is said on which platform they live.
ON_PLATFORMS = frozenset({"SocialMediaPage", "SocialMediaContest", "SocialMediaEngagement"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind by its name in the ontology, what it always or usually is, and whom it fits.

    ``values`` are local names of terms by column; ``firm`` those that a cell may not leave out.
    """

    name: str
    values: Mapping[str, tuple[str, ...]]
    firm: frozenset[str]
    is_service: bool
    is_overlooked: bool
    needs: frozenset[str]
    offers: frozenset[str]
    industries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """The company that kinds are chosen for: local names of its industry, size and offers."""

    industry: str
    size: str
    sells: tuple[str, ...]
    has_store: bool
    sells_online: bool

    def fits(self, kind: Kind) -> bool:
        """Whether the ontology lets a company like this have a touchpoint of the kind."""
        lacking = {"store"} if not self.has_store else set()
        lacking |= {"online"} if not self.sells_online else set()
        if kind.needs & lacking or (kind.offers and not kind.offers & set(self.sells)):
            return False
        return not kind.industries or bool(kind.industries & broader(self.industry))


@cache
def broader(industry: str) -> frozenset[str]:
    """An industry and those that it is part of."""
    found = {industry}
    todo = [industry]
    while todo:
        above = book().iris(TPG + todo.pop(), SKOS + "broader")
        todo += [iri.removeprefix(TPG) for iri in above]
        found |= set(todo)
    return frozenset(found)


@cache
def everyday_kinds() -> tuple[Kind, ...]:
    """The kinds that companies are made of."""
    return tuple(_kind(name, chosen) for name, chosen in _EVERYDAY.items())


@cache
def overlooked_kinds() -> tuple[Kind, ...]:
    """The kinds that the documents call easily overlooked, each with a modality."""
    b = book()
    names = sorted(
        kind.removeprefix(TPG)
        for kind in b.kinds
        if any(o.value == "true" for o in b.objects(kind, TPG + "overlooked"))
    )
    return tuple(_kind(name, _EVERYDAY.get(name) or "physical") for name in names)


def _kind(name: str, chosen: str | None) -> Kind:
    b = book()
    values: dict[str, tuple[str, ...]] = {}
    firm: set[str] = set()
    for value in b.values_of(TPG + name):
        column = _COLUMNS.get(value.property.removeprefix(TPG))
        if column is None or value.how == "impossible":
            continue
        local = value.value.removeprefix(TPG)
        values[column] = tuple(sorted({*values.get(column, ()), local}))
        if value.how == "necessary":
            firm.add(local)
    if "modality" not in values and chosen is not None:
        values["modality"] = (chosen,)

    def stated(p: str) -> frozenset[str]:
        return frozenset(o.value.removeprefix(TPG) for o in b.objects(TPG + name, TPG + p))

    needs = {w for w, p in (("store", "needsStore"), ("online", "needsOnline")) if stated(p)}
    return Kind(
        name,
        values,
        frozenset(firm),
        SERVICE in lines(name),
        bool(stated("overlooked")),
        frozenset(needs),
        stated("fitsOffer"),
        stated("fitsIndustry"),
    )


def lines(name: str) -> frozenset[str]:
    """A kind and all kinds above it."""
    return frozenset({name, *_above(name)})


def _above(name: str) -> Iterator[str]:
    for iri in book().iris(TPG + name, RDFS + "subClassOf"):
        local = iri.removeprefix(TPG)
        yield local
        yield from _above(local)
