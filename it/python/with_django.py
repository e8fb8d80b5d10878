"""Migrates Django's own applications and one more up and down, uses the models, and prints what is then there."""

import datetime
import os
import sys

import django
from django.conf import settings

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["PGDATABASE"],
            "USER": os.environ["PGUSER"],
            "PASSWORD": os.environ["PGPASSWORD"],
            "HOST": os.environ["PGHOST"],
            "PORT": os.environ["PGPORT"],
        }
    },
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "shelf"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    SECRET_KEY="a key of a test",
)
django.setup()

# Django's models can be imported only now.
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DataError, IntegrityError, connection, transaction  # noqa: E402
from django.db.models import Count, F  # noqa: E402

from shelf.models import Thing  # noqa: E402
from values import say  # noqa: E402


def use():
    moment = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    thing = Thing.objects.create(name="a", price="1.50", made=moment, labels=["x", "y"], attributes={"b": [1, None]})
    Thing.objects.bulk_create([Thing(name=f"n{i}", price=i, made=moment) for i in range(50)])
    say("updated", Thing.objects.filter(price__gt=10).update(price=F("price") * 2, count=1))
    say("got or made", Thing.objects.get_or_create(name="a", defaults={"made": moment})[1])
    say("by label", list(Thing.objects.filter(labels__contains=["x"]).values_list("name", "attributes")))
    say("by document", Thing.objects.filter(attributes__b__0=1).count())
    say("grouped", list(Thing.objects.values("count").annotate(n=Count("id")).order_by("count").values_list("count", "n")))
    say("iterated", sum(thing.price for thing in Thing.objects.order_by("id").iterator(chunk_size=7)))
    try:
        with transaction.atomic():
            Thing.objects.create(name="a", made=moment)
    except IntegrityError as error:
        say("twice", str(error))
    try:
        with transaction.atomic():
            Thing.objects.filter(pk=thing.pk).update(price=-1)
    except IntegrityError as error:
        say("negative", str(error).splitlines()[0])
    try:
        with transaction.atomic():
            Thing.objects.filter(pk=thing.pk).update(name="x" * 81)
    except DataError as error:
        say("too long", str(error))
    with transaction.atomic():
        say("locked", Thing.objects.select_for_update(skip_locked=True).get(pk=thing.pk).name)
    user = User.objects.create_user("ada", "ada@mail.test")
    user.groups.add(Group.objects.create(name="people"))
    say("joined", list(User.objects.filter(groups__name="people").values_list("username", flat=True)))
    say("planned", bool(Thing.objects.filter(name="a").explain()))


def same():
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS django CASCADE")
        cursor.execute("CREATE SCHEMA django")
        cursor.execute("SET search_path = django")
    call_command("migrate", verbosity=1)
    use()
    say("tables", sorted(connection.introspection.table_names()))
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "shelf_thing")
        say("constraints", sorted((name, sorted(what["columns"] or [])) for name, what in constraints.items()))
        say("columns", [tuple(field) for field in connection.introspection.get_table_description(cursor, "shelf_thing")])
    call_command("migrate", "shelf", "zero", verbosity=1)
    say("tables", sorted(connection.introspection.table_names()))
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA django CASCADE")
    print("done")


{"same": same}[sys.argv[1]]()
