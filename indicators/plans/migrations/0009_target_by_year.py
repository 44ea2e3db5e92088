"""The last year of all targets, which many reads begin with, is found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0008_amended_and_superseded_once'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='target',
            index=models.Index(fields=['year'], name='target_by_year'),
        ),
    ]
