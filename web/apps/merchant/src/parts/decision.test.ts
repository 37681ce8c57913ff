import { DECISION_CODES } from '@ombud/client';
import { expect, it } from 'vitest';
import de from '../../../../locales/de/merchant.json';
import en from '../../../../locales/en/merchant.json';
import es from '../../../../locales/es/merchant.json';
import sv from '../../../../locales/sv/merchant.json';
import type { Say } from '../app/words.ts';
import { whyOf } from './decision.tsx';

it.each(Object.entries({ de, en, es, sv }))('says why in %s, for each code', (_, catalog) => {
  const words: Record<string, string> = catalog;
  const say: Say = (key) => words[key] ?? '';
  for (const code of DECISION_CODES) expect([code, whyOf(code, say)]).not.toContain('');
  expect(whyOf('ombud_something_new', say)).toBeUndefined();
});
