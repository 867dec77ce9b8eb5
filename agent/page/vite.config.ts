import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The program beside this page serves what is built here, offline and from its own address. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { target: 'es2022', chunkSizeWarningLimit: 4096 },
});
