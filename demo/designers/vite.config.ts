import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { samplePlugins, manifestPlugin, workerPlugin } from './build/plugins.js';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative: the site works in whatever folder it is put.
  base: './',
  logLevel: 'warn',
  plugins: [samplePlugins(), manifestPlugin(), workerPlugin],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    reportCompressedSize: false,
    // Data URLs would need a gap in the page's policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1024,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'specimen.html'].map((file) => fileURLToPath(new URL(file, import.meta.url))),
    },
  },
});
