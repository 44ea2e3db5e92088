from django.db import migrations


def name_the_goals(apps, schema_editor):
    """What has no year holds every year where it is a number, and is only shown in words."""
    targets = apps.get_model("plans", "Target").objects.filter(year__isnull=True)
    targets.filter(value__isnull=False).update(goal_kind="standing")
    targets.filter(value__isnull=True).update(goal_kind="undated")


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0005_what_plans_say'),
    ]

    operations = [
        migrations.RunPython(name_the_goals, migrations.RunPython.noop),
    ]
