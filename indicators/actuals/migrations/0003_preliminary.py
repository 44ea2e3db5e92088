"""初步数: a value may be preliminary; then there is a value, as there is in a normal one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actuals', '0002_withdrawn'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='actual',
            name='actual_value_iff_normal',
        ),
        migrations.RemoveConstraint(
            model_name='actual',
            name='published_status_iff_published',
        ),
        migrations.RemoveConstraint(
            model_name='actual',
            name='published_value_iff_normal',
        ),
        migrations.RemoveConstraint(
            model_name='actual',
            name='actual_obs_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='actual',
            name='withdrawn_with_reason_and_not_published',
        ),
        migrations.AlterField(
            model_name='actual',
            name='obs_status',
            field=models.CharField(choices=[('normal', '正常'), ('preliminary', '初步数'), ('missing', '未填'), ('not_available', '尚未发布'), ('not_applicable', '不适用')], max_length=15, verbose_name='数据状态'),
        ),
        migrations.AlterField(
            model_name='actual',
            name='published_obs_status',
            field=models.CharField(blank=True, choices=[('normal', '正常'), ('preliminary', '初步数'), ('missing', '未填'), ('not_available', '尚未发布'), ('not_applicable', '不适用')], max_length=15, verbose_name='已发布数据状态'),
        ),
        migrations.AlterField(
            model_name='actual',
            name='withdrawn_obs_status',
            field=models.CharField(blank=True, choices=[('normal', '正常'), ('preliminary', '初步数'), ('missing', '未填'), ('not_available', '尚未发布'), ('not_applicable', '不适用')], max_length=15, verbose_name='撤回的数据状态'),
        ),
        migrations.AddConstraint(
            model_name='actual',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('obs_status__in', ['normal', 'preliminary']), ('value__isnull', False)), models.Q(models.Q(('obs_status__in', ['normal', 'preliminary']), _negated=True), ('value__isnull', True)), _connector='OR'), name='actual_value_iff_normal'),
        ),
        migrations.AddConstraint(
            model_name='actual',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_obs_status', '')), models.Q(('published_at__isnull', False), ('published_obs_status__in', ['normal', 'preliminary', 'missing', 'not_available', 'not_applicable'])), _connector='OR'), name='published_status_iff_published'),
        ),
        migrations.AddConstraint(
            model_name='actual',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_obs_status__in', ['normal', 'preliminary']), ('published_value__isnull', False)), models.Q(models.Q(('published_obs_status__in', ['normal', 'preliminary']), _negated=True), ('published_value__isnull', True)), _connector='OR'), name='published_value_iff_normal'),
        ),
        migrations.AddConstraint(
            model_name='actual',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_obs_status', ''), ('withdrawn_reason', ''), ('withdrawn_version__isnull', True)), models.Q(('published_at__isnull', True), ('withdrawn_at__isnull', False), ('withdrawn_obs_status__in', ['normal', 'preliminary', 'missing', 'not_available', 'not_applicable']), ('withdrawn_version__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='withdrawn_with_reason_and_not_published'),
        ),
        migrations.AddConstraint(
            model_name='actual',
            constraint=models.CheckConstraint(condition=models.Q(('obs_status__in', ['normal', 'preliminary', 'missing', 'not_available', 'not_applicable'])), name='actual_obs_status_known'),
        ),
    ]
