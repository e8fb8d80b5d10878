from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Thing",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=40, unique=True)),
                ("price", models.DecimalField(max_digits=8, decimal_places=2, null=True)),
                ("made", models.DateTimeField()),
                ("labels", ArrayField(models.TextField(), default=list)),
                ("attributes", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddConstraint(
            "Thing", models.CheckConstraint(check=Q(price__gte=0), name="price_is_not_negative")
        ),
    ]
