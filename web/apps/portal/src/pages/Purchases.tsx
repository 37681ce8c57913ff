// All purchases: those that are running first. Whoever comes to report something chooses here what it is about.

import { outstandingOf } from '@ombud/client';
import { EmptyState, TextField } from '@ombud/ui';
import { useRouterState } from '@tanstack/react-router';
import { SearchX, ShoppingBag } from 'lucide-react';
import { useState } from 'react';
import { useWords, useFormat } from '../app/words.ts';
import { usePurchases, type OrderFile } from '../data/queries.ts';
import { findPurchases } from '../parts/find.ts';
import { LinkRow, Loaded, Page, Part } from '../parts/page.tsx';
import { PaymentBadge, shopOfOrder, titleOf } from '../parts/status.tsx';

/** With fewer purchases than this, looking is faster than typing. */
const SEARCH_FROM_PURCHASES = 5;

/** Where a purchase leads to, by why somebody came. */
const PAGES = {
  return: '/purchases/$orderId/return',
  problem: '/purchases/$orderId/problem',
} as const;
type Wish = keyof typeof PAGES;

export function Purchases() {
  const say = useWords();
  const asked = useRouterState({ select: (state) => (state.location.search as { for?: string }).for });
  const wish = asked === 'return' || asked === 'problem' ? asked : undefined;
  const purchases = usePurchases();
  const read = { ...purchases, data: purchases.isPending ? undefined : purchases.orders };
  return (
    <Page
      title={wish ? say(`${wish}.title`) : say('nav.purchases')}
      lead={say(wish ? 'purchases.choose' : 'purchases.lead')}
      back={wish ? { label: say('nav.home'), link: { to: '/' } } : undefined}
    >
      <Loaded of={read} lines={8}>
        {(orders) => <Found orders={orders} wish={wish} />}
      </Loaded>
    </Page>
  );
}

function Found({ orders, wish }: { orders: OrderFile[]; wish: Wish | undefined }) {
  const say = useWords();
  const [typed, setTyped] = useState('');
  if (orders.length === 0)
    return (
      <EmptyState icon={ShoppingBag} title={say('purchases.none')}>
        {say('purchases.noneAbout')}
      </EmptyState>
    );
  const found = findPurchases(orders, typed);
  const running = found.filter((order) => outstandingOf(order).amount_minor > 0 || order.plans.length === 0);
  const done = found.filter((order) => !running.includes(order));
  return (
    <>
      {orders.length >= SEARCH_FROM_PURCHASES ? (
        <TextField
          label={say('purchases.search')}
          description={say('purchases.searchAbout')}
          type="search"
          value={typed}
          onChange={setTyped}
        />
      ) : null}
      <div role="status">
        {found.length === 0 ? <EmptyState icon={SearchX} title={say('purchases.notFound')} /> : null}
      </div>
      {running.length > 0 ? <List title={say('purchases.running')} orders={running} wish={wish} /> : null}
      {done.length > 0 ? <List title={say('purchases.done')} orders={done} wish={wish} /> : null}
    </>
  );
}

function List({ title, orders, wish }: { title: string; orders: OrderFile[]; wish: Wish | undefined }) {
  const say = useWords();
  const write = useFormat();
  return (
    <Part title={title}>
      <div className="p-rows">
        {orders.map((order) => {
          const { id, at, total_minor, currency } = order.order;
          const left = outstandingOf(order);
          const money =
            left.amount_minor > 0
              ? say('left', { amount: write.money(left) })
              : write.money({ amount_minor: total_minor, currency });
          return (
            <LinkRow
              key={id}
              link={{ to: wish ? PAGES[wish] : '/purchases/$orderId', params: { orderId: id } }}
              icon={ShoppingBag}
              title={titleOf(order, say)}
              about={`${shopOfOrder(order)} · ${write.day(at)} · ${money}`}
              end={<PaymentBadge order={order} />}
            />
          );
        })}
      </div>
    </Part>
  );
}
