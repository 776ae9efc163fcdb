// Part of the service worker. A newer version that has been fetched waits until no page uses the
// older one. Loading the only open page again is such a moment: the newer one takes over and the
// page is asked for once more. Nothing is ever reloaded by itself, under a recording say.
addEventListener('fetch', (event) => {
  const { waiting } = registration;
  if (event.request.mode !== 'navigate' || !waiting) return;
  event.respondWith(
    (async () => {
      const pages = await clients.matchAll({ type: 'window' });
      const isAlone = pages.every(({ id }) => id === event.clientId);
      if (isAlone && pages.length > 0) {
        waiting.postMessage({ type: 'SKIP_WAITING' });
        return new Response('', { headers: { Refresh: '0' } });
      }
      const kept = new URL('index.html', registration.scope);
      return (await caches.match(kept, { ignoreSearch: true })) ?? fetch(event.request);
    })(),
  );
});
