"""The sorts of triples that touchpoints have once the shipped rules have made theirs.

To know them beforehand, whether an inventory has any or not, saves reading all rules again when the
first triple of a sort comes. What a strategist's own rule makes is learnt when it comes.
"""

from __future__ import annotations

from tpgraph import vocabulary as v

_WORK = "https://w3id.org/tpgraph/working#"

# Predicates of touchpoints, but for those of their columns.
PROPERTIES = frozenset(
    {v.NAMESPACE + name for name in (
        "atStage", "collectsFeedback", "daysSinceReview", "givesSupport", "hypothetical",
        "inCategory", "inContactForm", "inMedia", "inModality", "isLinked", "isOverlookedKind",
        "lacks", "lacksLanguage", "linksTo", "mayOfferLanguage", "namesPlatform", "ofCompany",
        "offersLanguage", "platform", "servesGoal", "stated", "statedNone", "suggested",
        "supportIsOpen", "unclear", "underOwnership", "urlKey",
    )}
    | {_WORK + name for name in (
        "bringsKey", "costBasis", "costBound", "costCell", "costGroup", "costIn", "costResult",
        "costStep", "costUnsettled", "hasBetterPeer", "hasCostPeer", "importanceScaled",
        "isComparable", "isFree", "isPlaced", "isRated", "isService", "openIn", "peerKey",
        "placedBy", "satisfactionHigh", "satisfactionLow", "satisfactionScaled",
        "serviceThreshold", "serviceThresholdSource",
    )}
)  # fmt: skip
# Predicates of triples that lead to a touchpoint.
POINTING = frozenset(
    {v.NAMESPACE + name for name in (
        "hasUnclearKind", "leadsTo", "linksTo", "mayHaveSupport", "supportsAfterSalesBy",
    )}
    | {_WORK + name for name in (
        "cheapest", "hasBetterPeer", "lacksContacts", "lacksConversions", "lacksCost",
        "lacksCurrency", "ratedBy",
    )}
)  # fmt: skip
