"""What the walk over all links knows of the county: words of its records, and pages nobody links."""

from typing import Final

COMMON: Final = frozenset(
    ["年度考核等级为D", "下一步打算", "中国品牌产品", "省品牌产品", "工作亮点和经验做法", "监督抽查", "需要协调解决的事项", "各单位工作情况", "一次", "国家市场监督管理总局"]
)
"""Words that the county's records share with the interface."""

UNLINKED: Final[dict[str, tuple[str, ...]]] = {}
