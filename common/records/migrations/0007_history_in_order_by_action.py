from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0006_history_removed_by_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="historyrow",
            index=models.Index(
                fields=["action", "sequence"], name="history_in_order_by_action"
            ),
        ),
    ]
