from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("shelf", "0002_second")]
    operations = [AddIndexConcurrently("Thing", GinIndex(fields=["labels"], name="shelf_labels"))]
