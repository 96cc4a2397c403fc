import { tanstackRouter } from '@tanstack/router-plugin/vite';
import { defaultClientConditions, defineConfig } from 'vite';

const api = 'http://localhost:3000';

/** `source` resolves the `#…` imports of the workspace to their TypeScript. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' })],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { outDir: '../../dist/web', emptyOutDir: true, target: 'es2023', manifest: true, reportCompressedSize: false },
  server: { host: '127.0.0.1', proxy: { '/api': api, '/health': api } },
});
