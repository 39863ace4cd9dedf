"""A criterion of every rule that asks a person, with a finding for each."""

from typing import Any

from assessments.models import Rule

ASKED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "tier": ("2", Rule.TIER, {"tiers": [["均已明确", 2], ["部分明确", 1], ["未明确", 0]]}),
    "parts": ("3", Rule.PARTS, {"parts": [["规划", "1.5"], ["方案", "1.5"]]}),
    "aspects": ("4", Rule.DEDUCT_MISSING, {"per": 1, "aspects": ["产业", "科技", "金融"]}),
    "missing": ("4", Rule.DEDUCT_MISSING, {"per": 1}),
    "seen": ("6", Rule.DEDUCT_OCCURRENCE, {"per": 2, "what": "迟报漏报"}),
    "rate": ("5", Rule.STEP_RATE, {"goal": 98, "per": 1, "without_goal": 4}),
    "bonus": ("10", Rule.BONUS_ITEMS, {"items": [["省级经验推广", 2], ["州级经验推广", 1]]}),
    "base": ("8", Rule.BASE_INCREMENT, {"base": 5, "per": "1.5", "what": "创新举措"}),
    "composite": ("10", Rule.COMPOSITE, {"weights": [["平时", 40], ["年终", 60]]}),
}
"""A criterion of each form of finding: points, rule, parameters."""

ANSWERS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("tier", {"tier": "部分明确"}, {"tier": "部分明确"}, "1.00"),
    ("parts", {"parts": ["方案"]}, {"parts": ["方案"]}, "1.50"),  # 0 + 1.5
    ("parts", {}, {"parts": []}, "0.00"),
    ("aspects", {"missing": ["产业", "金融"]}, {"missing": ["产业", "金融"]}, "2.00"),  # 4 − 2 × 1
    ("missing", {"count": "3"}, {"count": 3}, "1.00"),  # 4 − 3 × 1
    ("seen", {"count": "2"}, {"count": 2}, "2.00"),  # 6 − 2 × 2
    ("rate", {"rate": "95.5"}, {"rate": "95.5"}, "3.00"),  # 2.5 below 98: two whole steps
    ("rate", {"rate": "", "no_goal": "on"}, {"no_goal": True}, "1.00"),  # 5 − 4
    (
        "bonus",
        {"counts_0": "1", "counts_1": "3"},
        {"counts": {"省级经验推广": 1, "州级经验推广": 3}},
        "5.00",  # 1 × 2 + 3 × 1
    ),
    ("base", {"count": "1"}, {"count": 1}, "6.50"),  # 5 + 1 × 1.5
    (
        "composite",
        {"shares_0": "90", "shares_1": "82.5"},
        {"shares": {"平时": 90, "年终": "82.5"}},
        "8.55",  # (40 × 90 + 60 × 82.5) ÷ 100 = 85.5 %
    ),
]
"""What is sent from the form, what is kept of it, and the points worked by hand."""
