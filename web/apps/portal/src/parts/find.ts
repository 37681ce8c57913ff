// Finding a purchase by what somebody remembers of it: a thing, the shop, or the number.

import { goodsOf } from '@ombud/client';
import type { OrderFile } from '../data/queries.ts';

/** Small letters without their marks: `Gläser` is found by `glaser`. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The purchases in which each word of what was typed occurs. */
export function findPurchases(orders: OrderFile[], typed: string): OrderFile[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return orders;
  return orders.filter((file) => {
    const { id, merchant_id } = file.order;
    const names = goodsOf(file).map((line) => line.name);
    const text = plain([id, merchant_id, file.merchant_name ?? '', ...names].join(' '));
    return words.every((word) => text.includes(word));
  });
}
