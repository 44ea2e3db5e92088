"""Where and who: regions, departments, and people's memberships."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Left, Right
from django.db.models.lookups import Exact
from rest_framework_api_key.models import AbstractAPIKey

from common.choices import one_of
from common.labels import choices
from common.masters import FileManaged
from departments import wording  # noqa: F401  registers the labels that are choices
from departments.rules.organs import organ_name
from departments.rules.permissions import KeyLimits
from departments.rules.regions import RegionPlace
from departments.rules.roles import KeyScope, RegionLevel, Role, SuccessionKind
from departments.rules.successions import Succession, Validity


class Region(FileManaged):
    """行政区: a province, city, county or development zone, by its code.

    The code is that of GB/T 2260, of a zone that of the statistical division. A region is valid
    from the day `valid_from` (always, where that is empty) to the day before `valid_to`.
    """

    code = models.CharField("代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=60)
    level = models.CharField("级别", max_length=8, choices=choices(RegionLevel))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    valid_from = models.DateField("设立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行政区"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{6}$"), name="region_code_is_gb2260"
            ),
            one_of("level", RegionLevel, "region_level_known"),
            models.CheckConstraint(
                condition=Q(level=RegionLevel.PROVINCE.value, parent__isnull=True)
                | (~Q(level=RegionLevel.PROVINCE.value) & Q(parent__isnull=False)),
                name="region_parent_unless_province",
            ),
            # What `departments.selectors.within` goes by; `rules.regions` says more of it.
            models.CheckConstraint(
                condition=~Q(level=RegionLevel.PROVINCE.value) | Q(code__endswith="0000"),
                name="region_code_of_province",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True)
                | Q(Exact(Left("code", 4), Left("parent", 4)))
                | Q(
                    Exact(Right("parent", 4), Value("0000")),
                    Exact(Left("code", 2), Left("parent", 2)),
                ),
                name="region_code_begins_as_parents",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="region_valid_from_before_to",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> RegionPlace:
        return RegionPlace(self.code, RegionLevel(self.level))

    @property
    def validity(self) -> Validity:
        return Validity(self.valid_from, self.valid_to)


class RegionSuccession(FileManaged):
    """区划沿革: what a region became on a day; a split and a merger have a row for each pair."""

    predecessor = models.ForeignKey(
        Region, models.CASCADE, related_name="successions", verbose_name="原行政区"
    )
    successor = models.ForeignKey(
        Region, models.CASCADE, related_name="precessions", verbose_name="后继行政区"
    )
    kind = models.CharField("类别", max_length=8, choices=choices(SuccessionKind))
    on = models.DateField("日期")
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区划沿革"
        ordering: ClassVar = ["on", "predecessor", "successor"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_once_per_pair"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_of_two_regions"
            ),
            one_of("kind", SuccessionKind, "succession_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"

    @property
    def rule(self) -> Succession:
        kind = SuccessionKind(self.kind)
        return Succession(self.predecessor_id, self.successor_id, kind, self.on)


class DepartmentFunction(FileManaged):
    """部门职能: a kind of department, the same in every region.

    With `enters_every_indicator` its editors enter every indicator of their region.
    """

    code = models.CharField(
        "代码",
        max_length=30,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z][a-z_]*$", "只用小写英文字母和下划线")],
    )
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=60)
    enters_every_indicator = models.BooleanField("填报本行政区的全部指标", default=False)
    order = models.PositiveSmallIntegerField("次序", default=1000)

    class Meta:
        verbose_name = verbose_name_plural = "部门职能"
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Department(FileManaged):
    """部门: an organ of one region.

    `function` matches departments of the same kind in other cities. `name_in_file` is what the
    plan that brings it calls it, by which it is found again when an administrator has renamed it.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="departments", verbose_name="行政区"
    )
    name = models.CharField("名称", max_length=60)
    name_in_file = models.CharField("文件中的名称", max_length=60, blank=True, editable=False)
    function = models.ForeignKey(
        DepartmentFunction, models.PROTECT, related_name="departments", verbose_name="职能"
    )
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering: ClassVar = ["region", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "name"], name="department_once_per_region")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """`阳泉市水利局`: what it is called outside its region."""
        return organ_name(self.region.name, self.name)

    @property
    def other_names(self) -> list[str]:
        """What plans call it, too: the name they print, where an administrator has renamed it, and
        its other spellings."""
        names = [self.name_in_file, *(alias.name for alias in self.aliases.all())]
        return [name for name in dict.fromkeys(names) if name and name != self.name]


class DepartmentAlias(models.Model):
    """Another spelling of a department's name that a plan of its region uses.

    With `managed_by_file` that plan's file brought it, else an administrator added it.
    """

    department = models.ForeignKey(Department, models.CASCADE, related_name="aliases")
    name = models.CharField("名称", max_length=60)
    managed_by_file = models.CharField("来源文件", max_length=100, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "部门别名"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["department", "name"], name="alias_once_per_department")
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """What a person may do for a region, and for which of its departments."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="用户"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="memberships", verbose_name="行政区"
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="部门",
    )
    role = models.CharField("角色", max_length=8, choices=choices(Role))

    class Meta:
        verbose_name = verbose_name_plural = "成员资格"
        ordering: ClassVar = ["user", "region", "role"]
        constraints: ClassVar = [
            one_of("role", Role, "membership_role_known"),
            models.UniqueConstraint(
                fields=["user", "region", "department", "role"], name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["user", "region", "role"],
                condition=Q(department__isnull=True),
                name="membership_once_without_department",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.EDITOR.value) | Q(department__isnull=False),
                name="editor_belongs_to_a_department",
            ),
        ]

    def __str__(self) -> str:
        department = f" · {self.department}" if self.department else ""
        return f"{self.user} · {self.region}{department} · {self.get_role_display()}"


class Account(models.Model):
    """账号: what Siwei knows of somebody who logs in, beside Django's columns.

    `language` is what they chose last, empty where they never did; `reminders`: whether they get
    mails. Who has no such row is a person who chose their password themselves.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="account",
        verbose_name="用户",
    )
    must_change_password = models.BooleanField("须修改密码", default=False)
    is_machine = models.BooleanField("程序账号", default=False)
    is_auditor = models.BooleanField("审计员", default=False)
    language = models.CharField("语言", max_length=10, blank=True)
    reminders = models.BooleanField("接收提醒邮件", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(language__in=["", "zh-hans", "en"]), name="account_language_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class ApiKey(AbstractAPIKey):
    """A machine's key, stored as a hash only. It acts as its user and reads what they may read.

    With the `scope` write it writes what they may, in `region` and all below it where it has one.
    `used_from`: the addresses that used it on the day of `last_used_at`, the first of each.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys", verbose_name="用户"
    )
    scope = models.CharField(
        "权限范围", max_length=5, choices=choices(KeyScope), default=KeyScope.READ.value
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行政区"
    )
    last_used_at = models.DateTimeField("最近使用", null=True, editable=False)
    used_from = models.JSONField("当日使用的地址", default=list, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "API 密钥"
        ordering: ClassVar = ["-created"]
        constraints: ClassVar = [
            one_of("scope", KeyScope, "key_scope_known"),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(scope=KeyScope.WRITE.value),
                name="key_region_of_writing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    @property
    def limits(self) -> KeyLimits:
        return KeyLimits(self.scope == KeyScope.WRITE, self.region_id)
