from django.db import migrations, models


def rename(apps, schema_editor):
    apps.get_model("shelf", "Thing").objects.filter(name="old").update(name="new")


class Migration(migrations.Migration):
    dependencies = [("shelf", "0001_first")]
    operations = [
        migrations.AddField("Thing", "count", models.IntegerField(default=7)),
        migrations.AlterField("Thing", "name", models.CharField(max_length=80, unique=True)),
        migrations.RunPython(rename, migrations.RunPython.noop),
        migrations.RunSQL("COMMENT ON TABLE shelf_thing IS 'of a shelf'", migrations.RunSQL.noop),
    ]
