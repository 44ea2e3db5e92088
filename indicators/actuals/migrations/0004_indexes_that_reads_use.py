"""An index for what changed lately as the public sees it; none that another one covers or that
nothing reads: of the region, patterns of region and indicator, who changed and submitted."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actuals', '0003_preliminary'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='actual',
            name='changed_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后修改人'),
        ),
        migrations.AlterField(
            model_name='actual',
            name='indicator',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='actuals', to='plans.indicator', verbose_name='指标'),
        ),
        migrations.AlterField(
            model_name='actual',
            name='region',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='actuals', to='departments.region', verbose_name='行政区'),
        ),
        migrations.AlterField(
            model_name='actual',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人'),
        ),
        migrations.AddIndex(
            model_name='actual',
            index=models.Index(fields=['indicator'], name='actual_by_indicator'),
        ),
        migrations.AddIndex(
            model_name='actual',
            index=models.Index(django.db.models.functions.comparison.Coalesce('published_at', 'withdrawn_at'), name='actual_by_publication'),
        ),
    ]
