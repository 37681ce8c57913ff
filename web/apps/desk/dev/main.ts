//! The console over the made-up desk.

import { UI_CATALOGS, type CatalogFiles } from '@ombud/ui';
import { DESK_CATALOGS } from '../src/words/index.ts';
import { install } from './fake.ts';
import { pseudo } from './pseudo.ts';

function disguise(files: CatalogFiles): void {
  for (const [path, load] of Object.entries(files)) {
    files[path] = async () =>
      Object.fromEntries(Object.entries(await load()).map(([key, message]) => [key, pseudo(message)]));
  }
}

if (new URLSearchParams(location.search).get('pseudo') === 'on') {
  disguise(UI_CATALOGS);
  disguise(DESK_CATALOGS);
}
install();
void import('../src/main.tsx');
