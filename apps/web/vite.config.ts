import { tanstackRouter } from '@tanstack/router-plugin/vite';
import { defaultClientConditions, defineConfig } from 'vite';
import { offline } from './offline.plugin.js';

const api = 'http://localhost:3000';

/** `source` resolves the `#…` imports of the workspace to their TypeScript. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' }), offline()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The lists of what each page needs weigh more than the one round trip that they save.
    modulePreload: false,
    // light-dark() stays as it is.
    cssTarget: ['chrome125', 'firefox126', 'safari17.5'],
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      // The UI kit marks its modules for servers that render React, which this is not.
      onwarn: (warning, report) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && report(warning),
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': api, '/health': api } },
});
