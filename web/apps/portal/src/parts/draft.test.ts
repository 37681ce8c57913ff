import { expect, it } from 'vitest';
import { DraftKeeper } from './draft.ts';

function store() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

it('is there again after a reload, for whom it was, and gone once it is empty', () => {
  const tab = store();
  new DraftKeeper('cus-1', () => tab).write('My parcel is');
  expect(new DraftKeeper('cus-1', () => tab).read()).toBe('My parcel is');
  expect(new DraftKeeper('cus-2', () => tab).read()).toBe('');
  new DraftKeeper('cus-1', () => tab).write('');
  expect(tab.kept.size).toBe(0);
});

it('is empty where the browser keeps nothing', () => {
  const shut = () => {
    throw new Error('denied');
  };
  const draft = new DraftKeeper('cus-1', shut);
  draft.write('Hello');
  expect(draft.read()).toBe('');
});
