import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The program beside this page serves what is built here, offline and from its own address. The target is the engine of the browsers that public
 * offices still run; index.html says so to older ones.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { target: 'chrome92', chunkSizeWarningLimit: 4096, assetsInlineLimit: 0 },
});
