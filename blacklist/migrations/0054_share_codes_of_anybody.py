import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('blacklist', '0053_published_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='sharecode',
            name='holder_blind',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='sharecode',
            name='holder_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AlterField(
            model_name='sharecode',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='blacklist.person'),
        ),
        migrations.AddIndex(
            model_name='sharecode',
            index=models.Index(fields=['holder_blind', 'made_at'], name='share_codes_of_holder'),
        ),
        migrations.AddConstraint(
            model_name='sharecode',
            constraint=models.CheckConstraint(
                condition=Q(person__isnull=False, holder_blind__isnull=True, holder_sealed__isnull=True)
                | Q(person__isnull=True, holder_blind__isnull=False),
                name='share_code_is_of_a_person_or_a_holder',
            ),
        ),
    ]
