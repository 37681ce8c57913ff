// A plugin for Vite: lists the pictures and fonts of a build by the SHA-256 of their bytes, in cobrowse-assets.json beside
// them, as `ombud cobrowse assets` does (docs/cobrowse-assets.md). One file without dependencies: copy it where you need it.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const SHOWN = /\.(avif|gif|ico|jpe?g|png|svg|webp|woff2?)$/i;
/** Larger files are not shown to agents. */
const FILE_BYTES_MAX = 4 * 1024 * 1024;

/** Where on the site the build lies: a path that ends in /, or the whole address of another one. */
function placeOf(base) {
  return /^(https:\/\/|\/)/.test(base) ? base : '/';
}

async function* filesIn(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

/** Gives the manifest of a folder that is served at `base`. */
export async function manifestOf(folder, base = '/') {
  const files = {};
  for await (const path of filesIn(folder)) {
    if (!SHOWN.test(path) || (await stat(path)).size > FILE_BYTES_MAX) continue;
    const inside = relative(folder, path).split(sep).map(encodeURIComponent).join('/');
    // A browser leaves these as they are.
    const plain = inside.replace(/%(2[4BC6]|3[ABD]|40)/g, (code) => decodeURIComponent(code));
    files[placeOf(base) + plain] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  }
  return {
    files: Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** The plugin. `fileName`: where in the build's output the manifest goes. */
export function ombudAssets({ fileName = 'cobrowse-assets.json' } = {}) {
  let base = '/';
  return {
    name: 'ombud-assets',
    apply: 'build',
    configResolved(config) {
      base = config.base;
    },
    writeBundle: {
      // What lies in the public folder was copied by now.
      order: 'post',
      sequential: true,
      async handler({ dir }) {
        const manifest = await manifestOf(dir, base);
        await writeFile(join(dir, fileName), `${JSON.stringify(manifest, null, 2)}\n`);
      },
    },
  };
}
