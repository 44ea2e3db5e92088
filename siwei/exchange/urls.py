"""Templates to fill in, and the files that come back."""

from common.routes import page
from siwei.exchange.views import templates

urlpatterns = [
    page(
        "import/template/province/<str:code>/<int:year>.xlsx",
        templates.province_template,
        name="import_template_province",
    ),
    page(
        "import/template/<str:code>/<int:year>.xlsx",
        templates.city_template,
        name="import_template_city",
    ),
]
