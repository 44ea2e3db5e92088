"""Templates to fill in, and the files that come back."""

from django.urls import path

from common.routes import file
from siwei.exchange.views import batches, home, rows_file, templates

urlpatterns = [
    path("import/", home.import_home, name="import_home"),
    path("import/<int:pk>/", batches.import_batch, name="import_batch"),
    path("import/<int:pk>/commit/", batches.import_commit, name="import_commit"),
    path("import/<int:pk>/discard/", batches.import_discard, name="import_discard"),
    path("import/<int:pk>/take-back/", batches.import_take_back, name="import_take_back"),
    file("import/<int:pk>/rows.xlsx", rows_file.import_rows, name="import_rows"),
    file(
        "import/template/province/<str:code>/<int:year>.xlsx",
        templates.province_template,
        name="import_template_province",
    ),
    file(
        "import/template/<str:code>/<int:year>.xlsx",
        templates.city_template,
        name="import_template_city",
    ),
]
