# syntax=docker/dockerfile:1
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production

# Pango draws the PDFs; DejaVu is the font they fall back to.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal /srv/app /srv/files /srv/static /srv/beat

WORKDIR /srv/app
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY . .

# Compiled texts and hashed static files are part of the image; the values serve this one command only.
RUN python -m portal.translations \
 && SECRET_KEY=only-to-build-0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGH ALLOWED_HOSTS=localhost PUBLIC_ADDRESS=https://localhost \
    DATABASE_URL=postgres://localhost/build REDIS_URL=redis://localhost/0 CELERY_BROKER_URL=redis://localhost/1 \
    EMAIL_URL=smtp://localhost:25 STATIC_ROOT=/srv/static python manage.py collectstatic --noinput

USER portal
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "4", "--threads", "4", "--no-control-socket", "--limit-request-line", "8190", "--worker-tmp-dir", "/dev/shm"]
