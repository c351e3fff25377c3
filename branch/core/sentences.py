"""What Django says of values that it refuses, in the portal's words: for every form, model, validator and admin page.

A key is Django's own English text. `CoreConfig.ready` puts the sentences into Django's translation, so that no form
has to repeat one; a field with a message of its own keeps it.
"""

from gettext import NullTranslations

from django.utils.translation import trans_real

ASK = "请填写这一项。"
GONE = "这一项已不能选，请重新选择。"
A_DATE = "请按 2026-11-24 的样子填写日期。"
A_MOMENT = "请按 2026-11-24 16:00 的样子填写日期和时间。"
A_TIME = "请按 9:30 的样子填写时间。"
A_WHOLE_NUMBER = "请填一个整数。"
A_NUMBER = "请填一个数。"
CHECK = "请核对后重新填写。"
NO_FILE = "请选择文件。"
TWICE = "有两行写了同样的%(field)s，请改一行。"

SENTENCES = {
    # django.forms
    "This field is required.": ASK,
    "Enter a whole number.": A_WHOLE_NUMBER,
    "Enter a number.": A_NUMBER,
    "Enter a valid date.": A_DATE,
    "Enter a valid time.": A_TIME,
    "Enter a valid date/time.": A_MOMENT,
    "Enter a valid duration.": "请按 1:30:00 的样子填写时长。",
    "The number of days must be between {min_days} and {max_days}.": "天数请填 {min_days} 到 {max_days}。",
    "No file was submitted. Check the encoding type on the form.": NO_FILE,
    "No file was submitted.": NO_FILE,
    "The submitted file is empty.": "文件是空的，请换一份。",
    "Please either submit a file or check the clear checkbox, not both.": "请选一份文件，或者勾选清除，不要两样都做。",
    "Upload a valid image. The file you uploaded was either not an image or a corrupted image.": (
        "这不是图片，或者图片已损坏，请换一张。"
    ),
    "Select a valid choice. %(value)s is not one of the available choices.": GONE,
    "Select a valid choice. That choice is not one of the available choices.": GONE,
    "Enter a list of values.": GONE,
    "“%(pk)s” is not a valid value.": GONE,
    "Enter a complete value.": "这一项没有填完。",
    "Enter a valid UUID.": CHECK,
    "Enter a valid JSON.": CHECK,
    "(Hidden field %(name)s) %(error)s": "%(error)s",
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. "
    "You may need to file a bug report if the issue persists.": (
        "这一页打开得太久了，请重新打开后再保存。"
    ),
    "Please correct the duplicate data for %(field)s.": TWICE,
    "Please correct the duplicate data for %(field)s, which must be unique.": TWICE,
    "Please correct the duplicate data for %(field_name)s which must be unique for the %(lookup)s in %(date_field)s.": (
        "%(date_field)s里有两行写了同样的%(field_name)s，请改一行。"
    ),
    "Please correct the duplicate values below.": "下面有重复的，请改一行。",
    "The inline value did not match the parent instance.": "这一页打开得太久了，请重新打开后再保存。",
    "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it may not exist.": (
        A_MOMENT
    ),
    # django.core.validators
    "Enter a valid value.": CHECK,
    "Enter a valid domain name.": "请填写完整的域名，如 example.edu.cn。",
    "Enter a valid URL.": "请填写以 https:// 开头的完整网址。",
    "Enter a valid integer.": A_WHOLE_NUMBER,
    "Enter a valid email address.": "请填写完整的邮箱地址，如 zhang@example.edu.cn。",
    "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.": (
        "只能用字母、数字、下划线和短横线。"
    ),
    "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.": (
        "只能用文字、数字、下划线和短横线。"
    ),
    "Enter a valid %(protocol)s address.": "请填写正确的 %(protocol)s 地址。",
    "Enter only digits separated by commas.": "请只填数字，用逗号隔开。",
    "Ensure this value is %(limit_value)s (it is %(show_value)s).": "请填 %(limit_value)s，现在是 %(show_value)s。",
    "Ensure this value is less than or equal to %(limit_value)s.": "不能大于 %(limit_value)s。",
    "Ensure this value is greater than or equal to %(limit_value)s.": "不能小于 %(limit_value)s。",
    "Ensure this value is a multiple of step size %(limit_value)s.": "请填 %(limit_value)s 的倍数。",
    "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. %(offset)s, "
    "%(valid_value1)s, %(valid_value2)s, and so on.": (
        "请从 %(offset)s 起每次加 %(limit_value)s，如 %(valid_value1)s、%(valid_value2)s。"
    ),
    "File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.": (
        "不收“%(extension)s”文件，请换成 %(allowed_extensions)s。"
    ),
    "Null characters are not allowed.": "有看不见的控制字符，请删去后重新填写。",
    # django.db.models
    "%(model_name)s with this %(field_labels)s already exists.": "已有%(field_labels)s都相同的%(model_name)s。",
    "%(model_name)s with this %(field_label)s already exists.": "这个%(field_label)s已经有了，请换一个。",
    "%(field_label)s must be unique for %(date_field_label)s %(lookup_type)s.": (
        "同一%(date_field_label)s已有这个%(field_label)s，请换一个。"
    ),
    "Constraint “%(name)s” is violated.": "和已有的记录冲突，请核对后再保存。",
    "Value %(value)r is not a valid choice.": GONE,
    "%(model)s instance with %(field)s %(value)r is not a valid choice.": GONE,
    "This field cannot be null.": ASK,
    "This field cannot be blank.": ASK,
    "“%(value)s” value must be either True or False.": "请选择是或否。",
    "“%(value)s” value must be either True, False, or None.": "请选择是或否。",
    "“%(value)s” value must be either None, True or False.": "请选择是或否。",
    "“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.": A_DATE,
    "“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date.": A_DATE,
    "“%(value)s” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.": A_MOMENT,
    "“%(value)s” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.": (
        A_MOMENT
    ),
    "“%(value)s” value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format.": A_TIME,
    "“%(value)s” value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time.": A_TIME,
    "“%(value)s” value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.": (
        "请按 1:30:00 的样子填写时长。"
    ),
    "“%(value)s” value must be a decimal number.": A_NUMBER,
    "“%(value)s” value must be a float.": A_NUMBER,
    "“%(value)s” value must be an integer.": A_WHOLE_NUMBER,
    "“%(value)s” is not a valid UUID.": CHECK,
    "Value must be valid JSON.": CHECK,
    # django.contrib.auth
    "The two password fields didn’t match.": "两次填的密码不一样，请再填一次。",
    # django.contrib.admin
    "Please correct the error below.": "还有地方要改，改好后再保存。",
}
# Sentences that Django has in two English forms, by the first of them
COUNTED = {
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).": (
        "至少 %(limit_value)d 字，现在 %(show_value)d 字。"
    ),
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).": (
        "最多 %(limit_value)d 字，现在 %(show_value)d 字，请删短。"
    ),
    "Ensure this filename has at most %(max)d character (it has %(length)d).": (
        "文件名最多 %(max)d 字，请改短文件名后再选。"
    ),
    "Ensure that there are no more than %(max)s digit in total.": "一共不能超过 %(max)s 位数字。",
    "Ensure that there are no more than %(max)s decimal place.": "小数不能超过 %(max)s 位。",
    "Ensure that there are no more than %(max)s digit before the decimal point.": "小数点前不能超过 %(max)s 位。",
    "Please submit at most %(num)d form.": "最多填 %(num)d 行。",
    "Please submit at least %(num)d form.": "至少填 %(num)d 行。",
    "Please correct the error below.": "还有地方要改，改好后再保存。",
}


class OurSentences(NullTranslations):
    """The sentences as a translation, which Django can merge into its own."""

    def __init__(self):
        super().__init__()
        # the plural form 0 is the only one of Chinese
        self._catalog = SENTENCES | {(text, 0): says for text, says in COUNTED.items()}
        self.plural = trans_real.translation("zh-hans").plural


def say_ours():
    """Put the sentences before Django's in the translation that every request reads."""
    trans_real.translation("zh-hans").merge(OurSentences())
