"""The database itself holds that a code begins as that of the region above it does."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('departments', '0008_keys_of_before_write'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='region',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'province'), _negated=True), ('code__endswith', '0000'), _connector='OR'), name='region_code_of_province'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Left('code', 4), django.db.models.functions.text.Left('parent', 4)), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Right('parent', 4), models.Value('0000')), django.db.models.lookups.Exact(django.db.models.functions.text.Left('code', 2), django.db.models.functions.text.Left('parent', 2))), _connector='OR'), name='region_code_begins_as_parents'),
        ),
    ]
