import { expect, it } from 'vitest';
import type { OrderFile } from '../data/queries.ts';
import { findPurchases } from './find.ts';

const purchase = (id: string, shop: string, ...names: string[]) =>
  ({
    order: { id, merchant_id: `m-${id}`, lines: names.map((name) => ({ name, kind: 'goods' })) },
    merchant_name: shop,
  }) as unknown as OrderFile;
const ALL = [
  purchase('ord-47', 'Norrsken Möbler', 'Linen shirt', 'Kökslampa'),
  purchase('ord-60', 'Harbour House', 'Linen sheet'),
];

it.each([
  ['', ['ord-47', 'ord-60']],
  ['linen', ['ord-47', 'ord-60']],
  ['LINEN  shirt', ['ord-47']],
  ['kokslampa', ['ord-47']],
  ['mobler', ['ord-47']],
  ['harbour', ['ord-60']],
  ['ord-60', ['ord-60']],
  ['linen bicycle', []],
])('“%s” finds %j', (typed, ids) => {
  expect(findPurchases(ALL, typed).map((file) => file.order.id)).toEqual(ids);
});
