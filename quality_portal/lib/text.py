"""Cleaning and comparing typed text: one rule for forms, imports and the admin."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _


class TextError(ValueError):
    """The text cannot be kept; the message is a sentence for the person who typed it."""


MAX_COMBINING_MARKS: Final = 4

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END: Final = re.compile("\r\n|\r|\u2028|\u2029")
_LINE_OR_TAB: Final = re.compile(r"[ ]*[\n\t]+[ ]*")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_SPACE: Final = re.compile(r"\s+")
# Printable ASCII, everyday Chinese characters and separators: nothing about them but case can differ.
_EVERYDAY: Final = re.compile("[!-~\u4e00-\u9fff、‖║丨≤≥]*")
# Folding can yield a character that composes or folds again, so one pass is not enough for a stable key.
_ROUNDS_UNTIL_STABLE: Final = 3
_BRACKETS: Final = str.maketrans("【】〔〕［］（）｛｝", "[][][](){}")
_ANY_BRACKET: Final = re.compile(r"[()\[\]{}<>《》〈〉]")
_LEGAL_FORM: Final = re.compile("有限责任公司|有限公司|股份")
_ONLY_DASHES: Final = re.compile(r"[-/\\_—–―─−－／＼]+")
_BLANK_WORDS: Final = frozenset(
    ("无", "無", "暂无", "不详", "未知", "空", "nan", "null", "none", "n/a", "#n/a", "<na>")
)
_TRADITIONAL: Final = (
    "責责 業业 廠厂 產产 東东 華华 國国 豐丰 龍龙 興兴 發发 電电 機机 車车 農农 藥药 飲饮 飯饭 館馆 場场 "
    "糧粮 麥麦 麵面 魚鱼 雞鸡 鴨鸭 鵝鹅 銷销 鋼钢 鐵铁 銅铜 銀银 鋁铝 鎮镇 縣县 區区 鄉乡 號号 總总 團团 "
    "聯联 實实 寶宝 貿贸 質质 資资 財财 貨货 買买 賣卖 購购 費费 慶庆 廣广 應应 廳厅 齊齐 萬万 億亿 個个 "
    "優优 偉伟 傳传 傑杰 儀仪 儲储 創创 劑剂 勝胜 動动 務务 協协 單单 嚴严 園园 圓圆 圖图 報报 塊块 壓压 "
    "塗涂 壩坝 夢梦 奧奥 學学 寧宁 審审 專专 將将 導导 層层 島岛 嶺岭 帶带 幫帮 師师 庫库 彈弹 強强 後后 "
    "從从 徑径 愛爱 態态 慮虑 戰战 戶户 擴扩 據据 攝摄 數数 於于 時时 書书 會会 條条 楊杨 極极 構构 樂乐 "
    "標标 樣样 樓楼 橋桥 檢检 歐欧 歷历 氣气 決决 沒没 測测 湯汤 準准 溫温 滅灭 漢汉 潔洁 濟济 濱滨 瀘泸 "
    "無无 煙烟 熱热 燈灯 營营 爐炉 環环 瑪玛 畝亩 當当 療疗 盤盘 監监 盧卢 碼码 磚砖 礦矿 禮礼 種种 稱称 "
    "積积 穀谷 築筑 簡简 紅红 紙纸 級级 納纳 純纯 紡纺 組组 結结 絲丝 統统 經经 綠绿 維维 網网 線线 緣缘 "
    "編编 織织 繼继 羅罗 義义 習习 聖圣 聲声 職职 腦脑 臺台 舊旧 艦舰 艱艰 莊庄 葉叶 蓋盖 蔣蒋 蘇苏 蘭兰 "
    "處处 術术 衛卫 裝装 裡里 製制 複复 規规 視视 親亲 覺觉 計计 訊讯 訂订 記记 設设 許许 評评 試试 話话 "
    "誠诚 語语 認认 調调 請请 諾诺 講讲 證证 識识 議议 護护 豬猪 貝贝 負负 貴贵 賀贺 賓宾 賽赛 趙赵 軍军 "
    "軟软 軸轴 輕轻 輝辉 輪轮 輸输 轉转 辦办 達达 運运 過过 遠远 適适 選选 還还 邊边 郵邮 鄭郑 醫医 釀酿 "
    "針针 鈣钙 鈉钠 鉛铅 錄录 錢钱 鋒锋 錦锦 鍋锅 鍵键 鏈链 鏡镜 長长 門门 開开 間间 關关 陳陈 陽阳 隊队 "
    "際际 險险 雙双 離离 雲云 靈灵 靜静 響响 頁页 項项 順顺 預预 頭头 顏颜 類类 風风 飛飞 養养 馬马 駿骏 "
    "驗验 髮发 鮮鲜 鳳凤 鹽盐 麗丽 黃黄 點点 齒齿 體体 "
)
_SIMPLIFIED: Final = {ord(pair[0]): pair[1] for pair in _TRADITIONAL.split()}


def clean(value: str, *, max_length: int | None = None, multiline: bool = False) -> str:
    """The text as it is kept and shown: NFC, without invisible characters, without blanks at its ends.

    In one-line text line ends and tabs become a blank; with `multiline` they stay.

    Raises:
        TextError: a control character, a broken character, a pile of combining marks, or too long.
    """
    text = value if _EVERYDAY.fullmatch(value) else _tidied(value, multiline=multiline)
    if max_length is not None and len(text) > max_length:
        raise TextError(
            _("The text has %(length)d characters; at most %(limit)d are possible.")
            % {"length": len(text), "limit": max_length}
        )
    return text


def _tidied(value: str, *, multiline: bool) -> str:
    refused = _REFUSED.search(value)
    if refused:
        raise TextError(
            _("The text contains a character that cannot be kept (%(code)s). Delete it and type anew.")
            % {"code": f"U+{ord(refused[0]):04X}"}
        )
    text = _LINE_END.sub("\n", unicodedata.normalize("NFC", _INVISIBLE.sub("", value)))
    text = (text if multiline else _LINE_OR_TAB.sub(" ", text)).strip()
    _refuse_piled_marks(text)
    return text


def _refuse_piled_marks(text: str) -> None:
    if text.isascii():
        return
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character).startswith("M") else 0
        if run > MAX_COMBINING_MARKS:
            raise TextError(_("The text contains too many accents on one character. Type it anew."))


def key(value: str) -> str:
    """What two texts are compared by: width, case, blanks and the form of brackets do not count.

    Separators such as ‖ ║ 丨 stay, because they carry meaning in result tables.
    """
    if _EVERYDAY.fullmatch(value):
        return value.lower()
    text = value
    for _round in range(_ROUNDS_UNTIL_STABLE):
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text.translate(_BRACKETS)).casefold())
        text = _SPACE.sub("", text)
    return text


def enterprise_key(name: str) -> str:
    """What makes two enterprise (企业) names the same name: only width, brackets and blanks are forgiven.

    有限责任公司 and 有限公司 stay different: they may be two firms.
    """
    return key(name)


def similar_enterprise_key(name: str) -> str:
    """What near enterprise names share, to propose (never to merge): legal form, brackets and
    traditional characters (繁体字) are dropped too."""
    text = key(name).translate(_SIMPLIFIED)
    return _ANY_BRACKET.sub("", _LEGAL_FORM.sub("", text))


def is_blank_marker(text: str) -> bool:
    """Whether a cell says "nothing here": blank, strokes such as / — ---, or a word such as 无 暂无 不详.

    A stroke inside a value ("25kg/袋") is data.
    """
    bare = _SPACE.sub("", _INVISIBLE.sub("", text))
    return not bare or _ONLY_DASHES.fullmatch(bare) is not None or bare.casefold() in _BLANK_WORDS


def header_key(text: str) -> str:
    """What a column header is recognised by: `key` without control characters (U+0007 occurs in copies)."""
    return key(_CONTROL.sub("", text))
