"""Words that stay Chinese on an English page, because the county's records use them too."""

from typing import Final

COMMON: Final = frozenset(
    {
        "一次",
        "下一步打算",
        "中国品牌产品",
        "各单位工作情况",
        "国家市场监督管理总局",
        "工作亮点和经验做法",
        "年度考核等级为D",
        "监督抽查",
        "省品牌产品",
        "需要协调解决的事项",
    }
)
"""Words that the county's records share with the interface."""
