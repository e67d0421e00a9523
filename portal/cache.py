"""A cache whose absence makes pages slower, never broken (PLT-10)."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

SECONDS_LEFT_ALONE = 5
MOST_KEYS_REMEMBERED = 10_000


class Outage:
    """What a process knows of its cache's absence: until when not to ask, and which keys could not be written.

    A key that could not be written or removed may hold an old value when the server comes back, an ended session
    for one; it is removed before anything is read again.
    """

    def __init__(self) -> None:
        self.until = 0.0
        self.stale: set[str] = set()

    @property
    def lasts(self) -> bool:
        return time.monotonic() < self.until

    def begins(self, error: Exception) -> None:
        logger.warning("cache away: %s", error)
        self.until = time.monotonic() + SECONDS_LEFT_ALONE


class ForgivingClient(RedisCacheClient):
    """Answers as an empty cache would while the server is away, and asks again after five seconds."""

    outage = Outage()  # the same for all threads of the process

    def __init__(self, servers: list[str], **options: Any) -> None:
        # one attempt: the library would otherwise try for seconds while a person waits
        super().__init__(servers, retry=Retry(NoBackoff(), 0), **options)

    def _or(self, otherwise: Any, ask: Callable[[], Any], *, writes: Iterable[str] = ()) -> Any:
        if not self.outage.lasts:
            try:
                self._forget_what_is_stale()
                return ask()
            except (RedisError, OSError) as error:
                self.outage.begins(error)
        self.outage.stale.update(writes)
        return otherwise

    def _forget_what_is_stale(self) -> None:
        if stale := set(self.outage.stale):
            if len(stale) > MOST_KEYS_REMEMBERED:
                super().clear()
            else:
                super().delete_many(stale)
            self.outage.stale -= stale

    def add(self, key: Any, value: Any, timeout: Any) -> Any:
        return self._or(True, lambda: super(ForgivingClient, self).add(key, value, timeout), writes=[key])

    def get(self, key: Any, default: Any) -> Any:
        return self._or(default, lambda: super(ForgivingClient, self).get(key, default))

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._or(None, lambda: super(ForgivingClient, self).set(key, value, timeout), writes=[key])

    def touch(self, key: Any, timeout: Any) -> Any:
        return self._or(False, lambda: super(ForgivingClient, self).touch(key, timeout))

    def delete(self, key: Any) -> Any:
        return self._or(False, lambda: super(ForgivingClient, self).delete(key), writes=[key])

    def get_many(self, keys: Any) -> Any:
        return self._or({}, lambda: super(ForgivingClient, self).get_many(keys))

    def has_key(self, key: Any) -> Any:
        return self._or(False, lambda: super(ForgivingClient, self).has_key(key))

    def incr(self, key: Any, delta: int) -> Any:
        return self._or(delta, lambda: super(ForgivingClient, self).incr(key, delta), writes=[key])

    def set_many(self, data: Any, timeout: Any) -> None:
        self._or(None, lambda: super(ForgivingClient, self).set_many(data, timeout), writes=data)

    def delete_many(self, keys: Any) -> None:
        gone = list(keys)
        self._or(None, lambda: super(ForgivingClient, self).delete_many(gone), writes=gone)

    def clear(self) -> Any:
        return self._or(False, lambda: super(ForgivingClient, self).clear())


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache with a client that never raises for an outage."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient
