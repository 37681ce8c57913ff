// All purchases: those that are running first.

import { outstandingOf } from '@ombud/client';
import { EmptyState } from '@ombud/ui';
import { ShoppingBag } from 'lucide-react';
import { useWords, useWriters } from '../app/words.ts';
import { usePurchases, type OrderFile } from '../data/queries.ts';
import { LinkRow, Loaded, Page, Part } from '../parts/page.tsx';
import { PaymentBadge, shopOfOrder, titleOf } from '../parts/status.tsx';

export function Purchases() {
  const say = useWords();
  const purchases = usePurchases();
  const asked = { ...purchases, data: purchases.isPending ? undefined : purchases.orders };
  return (
    <Page title={say('nav.purchases')} lead={say('purchases.lead')}>
      <Loaded of={asked} lines={8}>
        {(orders) => {
          const running = orders.filter(
            (order) => outstandingOf(order).amount_minor > 0 || order.plans.length === 0,
          );
          const done = orders.filter((order) => !running.includes(order));
          if (orders.length === 0)
            return (
              <EmptyState icon={ShoppingBag} title={say('purchases.none')}>
                {say('purchases.noneAbout')}
              </EmptyState>
            );
          return (
            <>
              {running.length > 0 ? <List title={say('purchases.running')} orders={running} /> : null}
              {done.length > 0 ? <List title={say('purchases.done')} orders={done} /> : null}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function List({ title, orders }: { title: string; orders: OrderFile[] }) {
  const say = useWords();
  const write = useWriters();
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
              link={{ to: '/purchases/$orderId', params: { orderId: id } }}
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
