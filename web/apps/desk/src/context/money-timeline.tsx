//! The customer's money in the order of time. What is still to come stands on top, apart from what was.

import { Badge, Button, DateTime, EmptyState, Icon, Money, Skeleton, useFormat } from '@ombud/ui';
import { clock } from '@ombud/client';
import { Link } from '@tanstack/react-router';
import {
  Banknote,
  CalendarClock,
  CirclePause,
  CreditCard,
  Flag,
  PackageCheck,
  ReceiptText,
  RotateCcw,
  ShoppingBag,
  Truck,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import { useMemo, useState } from 'react';
import { useT, useWord, type DeskKey } from '../words/index.ts';
import { disputeEntry, newestFirst, orderTimeline, type MoneyEntry } from './money.ts';
import { orderShown } from './purchase.ts';
import { useDisputesOf, useOrderFile, useOrdersOf } from './queries.ts';

const ICONS: Record<MoneyEntry['kind'], LucideIcon> = {
  purchase: ShoppingBag,
  captured: ReceiptText,
  due: CalendarClock,
  paid: CreditCard,
  fee: Banknote,
  pause: CirclePause,
  shipped: Truck,
  delivered: PackageCheck,
  return: RotateCcw,
  refund: Undo2,
  payout: Banknote,
  dispute: Flag,
  chargeback: Flag,
  other: ReceiptText,
};
const ENTRIES_SHOWN = 12;
/** Other purchases that are offered at first; the rest comes with one press. */
const OTHERS_SHOWN = 6;

/** One order in full, and the other purchases below it to switch to. */
export function MoneyTimeline(props: {
  customerId: string;
  /** What is shown until another is chosen here; with `onChoose`, what is chosen. */
  orderId?: string | null;
  onChoose?: (order: string) => void;
}) {
  const { customerId, orderId, onChoose } = props;
  const t = useT();
  const { data: orders = [], isPending } = useOrdersOf(customerId);
  const { data: disputes = [] } = useDisputesOf(customerId);
  const [own, setOwn] = useState<string | null>(null);
  const [isEvery, setEvery] = useState(false);
  const choose = onChoose ?? setOwn;
  const shown = orderShown({ chosen: own, order_id: orderId, orders, disputes });
  const others = orders.filter((order) => order.id !== shown);
  if (isPending) return <Skeleton lines={6} height={24} />;
  if (!shown) {
    return (
      <EmptyState icon={ShoppingBag} level={3} title={t('money.none.title')}>
        {t('money.none.text')}
      </EmptyState>
    );
  }
  return (
    <div className="o-stack">
      <OrderTimeline orderId={shown} customerId={customerId} />
      {others.length > 0 ? (
        <section aria-label={t('money.others')}>
          <h3 className="d-mini">{t('money.others')}</h3>
          <ul className="d-orders">
            {(isEvery ? others : others.slice(0, OTHERS_SHOWN)).map((order) => (
              <li key={order.id}>
                <button type="button" className="d-order" onClick={() => choose(order.id)}>
                  <span className="o-truncate" title={order.id}>
                    {order.title}
                    <span className="o-small o-faint d-block o-truncate">
                      {order.merchant_name ?? order.merchant_id} ·{' '}
                      <DateTime at={order.ordered_at} show="day" />
                    </span>
                  </span>
                  <Money value={order.total} />
                </button>
              </li>
            ))}
          </ul>
          {others.length > OTHERS_SHOWN && !isEvery ? (
            <Button size="s" variant="quiet" onPress={() => setEvery(true)}>
              {t('money.others.all', { count: others.length })}
            </Button>
          ) : null}
        </section>
      ) : null}
    </div>
  );
}

function OrderTimeline({ orderId, customerId }: { orderId: string; customerId: string }) {
  const t = useT();
  const { data: file, isPending } = useOrderFile(orderId);
  const { data: disputes = [] } = useDisputesOf(customerId);
  const [isWhole, setWhole] = useState(false);
  const entries = useMemo(() => {
    if (!file) return [];
    const own = disputes.filter((dispute) => dispute.order_id === orderId).map(disputeEntry);
    return [...orderTimeline(file, new Date(clock.now()).toISOString()), ...own].sort(newestFirst);
  }, [file, disputes, orderId]);
  if (isPending) return <Skeleton lines={6} height={24} />;
  if (!file) return <p className="o-soft">{t('money.none.text')}</p>;
  const ahead = entries.filter((entry) => entry.isAhead).reverse();
  const past = entries.filter((entry) => !entry.isAhead);
  return (
    <section aria-label={t('money.of_order', { order: orderId })} className="o-stack">
      <div className="d-balance">
        <span>
          <span className="o-small o-soft">{t('money.outstanding')}</span>
          <strong>
            <Money
              value={{
                currency: file.order.currency,
                amount_minor: file.plans.reduce((sum, plan) => sum + plan.outstanding.amount_minor, 0),
              }}
            />
          </strong>
        </span>
        <span>
          <span className="o-small o-soft">{t('money.in_dispute')}</span>
          <strong>
            <Money value={file.in_dispute} />
          </strong>
        </span>
        <span>
          <span className="o-small o-soft">{t('money.order')}</span>
          <code>{orderId}</code>
        </span>
      </div>
      <p className="o-small o-soft">
        {[file.merchant_name ?? file.order.merchant_id, ...file.order.lines.map((line) => line.name)].join(
          ' · ',
        )}
      </p>
      {ahead.length > 0 ? (
        <>
          <h3 className="d-mini">{t('money.ahead')}</h3>
          <Entries entries={ahead} />
        </>
      ) : null}
      <h3 className="d-mini">{t('money.past')}</h3>
      <Entries entries={isWhole ? past : past.slice(0, ENTRIES_SHOWN)} />
      {past.length > ENTRIES_SHOWN && !isWhole ? (
        <Button size="s" variant="quiet" onPress={() => setWhole(true)}>
          {t('money.all', { count: past.length })}
        </Button>
      ) : null}
    </section>
  );
}

export function Entries({ entries }: { entries: readonly MoneyEntry[] }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  return (
    <ol className="d-timeline">
      {entries.map((entry) => (
        <li key={entry.id} data-tone={entry.tone} data-ahead={entry.isAhead}>
          <span className="d-dot">
            <Icon of={ICONS[entry.kind]} size={14} />
          </span>
          <span className="o-grow">
            <span className="o-strong">
              {entry.href ? (
                <Link to={entry.href}>{t(`money.kind.${entry.kind}` as DeskKey)}</Link>
              ) : (
                t(`money.kind.${entry.kind}` as DeskKey)
              )}
            </span>{' '}
            <span className="o-soft">
              {entry.kind === 'dispute' ? word('reason', entry.about) : entry.about}
              {entry.until ? t('money.until', { day: format.day(entry.until) }) : null}
            </span>
            <span className="o-row o-small o-faint">
              <DateTime at={entry.at} show="day" />
              {entry.state ? <Badge tone={entry.tone}>{word('state', entry.state)}</Badge> : null}
            </span>
          </span>
          {entry.amount ? <Money value={entry.amount} /> : null}
        </li>
      ))}
    </ol>
  );
}
