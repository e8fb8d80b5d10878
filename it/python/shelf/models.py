from django.contrib.postgres.fields import ArrayField
from django.db import models


class Thing(models.Model):
    name = models.CharField(max_length=80, unique=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    made = models.DateTimeField()
    labels = ArrayField(models.TextField(), default=list)
    attributes = models.JSONField(default=dict)
    count = models.IntegerField(default=7)
