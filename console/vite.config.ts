import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // The server puts a fresh one in its place with each answer.
  html: { cspNonce: '__NONCE__' },
  build: {
    target: 'es2023',
    // Those that know light-dark(), which follows the scheme that was chosen.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Beside dist/, which is replaced as a whole when the service is built.
    outDir: '../dist.console',
    emptyOutDir: true,
    // A picture within a style would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
