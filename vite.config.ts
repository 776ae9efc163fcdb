import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

export default defineConfig({
  base: './',
  plugins: [react(), offline()],
  worker: { format: 'es' },
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 1500 },
  server: { port: 5173 },
  preview: { port: 4173 },
});

/** A service worker that keeps the page, so that it opens without a network and can be installed. */
function offline() {
  return VitePWA({
    // The page registers it itself, when it has nothing better to do.
    injectRegister: null,
    manifest: {
      name: 'Nodlab',
      short_name: 'Nodlab',
      description:
        'A wearable data studio: record, label, train, compress and export motion models.',
      start_url: './',
      display: 'standalone',
      background_color: '#f6f7f8',
      theme_color: '#0b6875',
      icons: [
        { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
        { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
        {
          src: 'icon-maskable-512.png',
          sizes: '512x512',
          type: 'image/png',
          purpose: 'maskable',
        },
      ],
    },
    workbox: {
      globPatterns: ['**/*.{js,css,html,svg,png,wasm,woff2,nodlab}'],
      globIgnores: [
        // Alphabets that no text of ours is written in.
        '**/inter-{cyrillic,greek,vietnamese}*.woff2',
        // TensorFlow's own runtime, 9 MB: kept once it has been used.
        '**/litert_wasm*',
      ],
      runtimeCaching: [
        {
          urlPattern: ({ sameOrigin, url }) => sameOrigin && url.pathname.includes('/assets/'),
          handler: 'CacheFirst',
          options: { cacheName: 'used', expiration: { maxEntries: 40 } },
        },
      ],
      cleanupOutdatedCaches: true,
      clientsClaim: true,
      importScripts: ['./update-on-reload.js'],
    },
  });
}
