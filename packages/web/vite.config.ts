import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compiledMessages, ownLanguages } from './vite-lean.ts';

export default defineConfig({
  plugins: [compiledMessages(), ownLanguages(), react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The script policy of the server forbids inline data; small assets stay files.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    // Two audiences, two pages: partners never load the workspace.
    rolldownOptions: { input: { index: 'index.html', portal: 'portal.html' } },
  },
});
