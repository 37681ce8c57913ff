// cobrowse-full.js: the capture with the customer's side of a session. Its budget is checked by src/size.test.ts.
import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import core from './vite.config.ts';

export default mergeConfig(core, {
  build: {
    lib: {
      entry: fileURLToPath(new URL('./src/customer/index.ts', import.meta.url)),
      fileName: () => 'cobrowse-full.js',
    },
  },
});
