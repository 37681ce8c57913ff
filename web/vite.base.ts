//! What every app of the workspace builds with. An app names itself; its base path, output and development proxy follow.
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

/** Browsers that know `light-dark()`, `:has()` and container queries; older ones are two years out of support. */
const BROWSERS = ['chrome123', 'edge123', 'firefox128', 'safari17.5'];

/**
 * The configuration of one app, served under `/<name>/`.
 *
 * In development `/v1` goes to `OMBUD_URL` (default: a server on port 4790), with `OMBUD_KEY` as its bearer where one is set,
 * so that a page can be worked on without a signed-in user. Neither is read by a build.
 */
export function appConfig(name: string): UserConfig {
  const target = process.env.OMBUD_URL ?? 'http://127.0.0.1:4790';
  const key = process.env.OMBUD_KEY;
  return {
    base: `/${name}/`,
    plugins: [react()],
    build: {
      outDir: fileURLToPath(new URL(`./dist/${name}`, import.meta.url)),
      emptyOutDir: true,
      target: BROWSERS,
      cssTarget: BROWSERS,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    server: {
      proxy: {
        '/v1': {
          target,
          ws: true,
          headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
        },
      },
    },
  };
}
