// The first page. A worried reader wants to know three things: does anybody want something from me, what
// do I pay next and when, and how does my case go.

import { caseStatus, isLate, nextDueAmong, pauseOf } from '@ombud/client';
import { Card, Icon, Skeleton } from '@ombud/ui';
import { Link } from '@tanstack/react-router';
import {
  CircleAlert,
  CircleCheck,
  Flag,
  HandCoins,
  HeartHandshake,
  PackageOpen,
  Scale,
  Undo2,
} from 'lucide-react';
import { useReturnDays, useSession } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { useCases, useDisputes, usePurchases, type Dispute, type OrderFile } from '../data/queries.ts';
import { Failed, LinkRow, Page, Part } from '../parts/page.tsx';
import { feeLeft } from '../parts/paying.ts';
import { reasonKey, shopOfOrder, stepSentence, titleOf, todayOf, TurnBadge } from '../parts/status.tsx';

export function Home() {
  const say = useWords();
  const { session } = useSession();
  const days = useReturnDays();
  const purchases = usePurchases();
  const cases = useCases();
  const open = (cases.data ?? []).filter((one) => one.state !== 'closed');
  const disputes = useDisputes(open.map((one) => one.id));
  const isWaiting = purchases.isPending || cases.isPending || disputes.length < open.length;
  const needs = isWaiting ? [] : needsOf(purchases.orders, disputes);
  const name = session.name?.split(' ')[0];
  const hello = name ? say('home.helloName', { name }) : say('home.hello');
  const failed = purchases.error ?? cases.error;
  return (
    <Page title={hello} lead={isWaiting ? say('home.look') : say('home.needs', { count: needs.length })}>
      {failed ? <Failed error={failed} again={purchases.refetch} /> : null}
      {isWaiting && !failed ? <Skeleton lines={6} height={28} /> : null}
      {needs.length > 0 ? <Needs needs={needs} /> : null}
      {isWaiting ? null : <NextPayment orders={purchases.orders} />}
      {disputes.length > 0 && !isWaiting ? <OpenCases disputes={disputes} orders={purchases.orders} /> : null}
      <Part title={say('home.do')}>
        <div className="p-rows">
          <LinkRow
            link={{ to: '/purchases', search: { for: 'return' } as never }}
            icon={Undo2}
            title={say('return.title')}
            about={say('home.returnAbout', { days })}
          />
          <LinkRow
            link={{ to: '/purchases', search: { for: 'problem' } as never }}
            icon={Flag}
            title={say('problem.title')}
            about={say('home.problemAbout')}
          />
          <LinkRow
            link={{ to: '/help/paying' }}
            icon={HeartHandshake}
            title={say('hardship.title')}
            about={say('home.hardshipAbout')}
          />
        </div>
      </Part>
    </Page>
  );
}

interface Need {
  key: string;
  kind: 'offer' | 'late' | 'fee';
  by?: string;
  order?: OrderFile;
  dispute?: Dispute;
}

/** What only the customer can do, the most urgent first. */
function needsOf(orders: OrderFile[], disputes: Dispute[]): Need[] {
  const offers = disputes
    .filter((dispute) => caseStatus(dispute).turn === 'you')
    .map((dispute): Need => ({ key: dispute.id, kind: 'offer', by: caseStatus(dispute).by, dispute }));
  const late = orders.flatMap((order): Need[] => {
    const due = nextDueAmong(order.plans);
    return due && isLate(due, todayOf()) ? [{ key: order.order.id, kind: 'late', by: due.on, order }] : [];
  });
  const fees = orders
    .filter((order) => feeLeft(order.plans))
    .map((order): Need => ({ key: `${order.order.id} fee`, kind: 'fee', order }));
  return [...offers, ...late, ...fees].sort((a, b) => (a.by ?? '').localeCompare(b.by ?? ''));
}

/** What is owed on a purchase: an instalment that is late, or a fee that is left. */
function OrderNeed({ need, order }: { need: Need['kind']; order: OrderFile }) {
  const say = useWords();
  const write = useFormat();
  const what = titleOf(order, say);
  const fee = need === 'fee' && feeLeft(order.plans);
  const due = nextDueAmong(order.plans);
  const late = due && { amount: write.money(due.amount), date: write.day(due.on) };
  if (!fee && !late) return null;
  return (
    <LinkRow
      link={{ to: '/purchases/$orderId', params: { orderId: order.order.id } }}
      icon={CircleAlert}
      tone="warning"
      title={fee ? say('fee.left', { amount: write.money(fee) }) : say('need.late', late)}
      about={fee ? what : say('need.lateAbout', { what })}
    />
  );
}

function Needs({ needs }: { needs: Need[] }) {
  const say = useWords();
  const write = useFormat();
  return (
    <Part title={say('home.needsYou')}>
      <div className="p-rows">
        {needs.map((need) => {
          if (need.dispute?.proposal) {
            const { proposal, id } = need.dispute;
            return (
              <LinkRow
                key={need.key}
                link={{ to: '/cases/$disputeId', params: { disputeId: id } }}
                icon={HandCoins}
                tone="warning"
                title={say('need.offer', { amount: write.money(proposal.amount) })}
                about={say('need.offerBy', { date: write.weekday(proposal.expires_at) })}
              />
            );
          }
          return need.order && <OrderNeed key={need.key} need={need.kind} order={need.order} />;
        })}
      </div>
    </Part>
  );
}

function NextPayment({ orders }: { orders: OrderFile[] }) {
  const say = useWords();
  const write = useFormat();
  const upcoming = orders
    .flatMap((order) => {
      const due = nextDueAmong(order.plans);
      return due && !isLate(due, todayOf()) ? [{ order, due }] : [];
    })
    .sort((a, b) => a.due.on.localeCompare(b.due.on));
  const held = orders.filter((order) => order.plans.some((plan) => pauseOf(plan)));
  const isOwing = orders.some((order) => feeLeft(order.plans) || nextDueAmong(order.plans));
  const [next] = upcoming;
  return (
    <Card>
      <div className="p-next">
        <div className="o-grow">
          <h2 className="p-quiet-title">{say('home.next')}</h2>
          {next ? (
            <>
              <p className="p-amount">{write.money(next.due.amount)}</p>
              <p className="p-amount-date">{write.weekday(next.due.on)}</p>
              <p className="o-soft">
                {say('home.nextFor', { what: titleOf(next.order, say), shop: shopOfOrder(next.order) })}
              </p>
            </>
          ) : (
            <p className="p-calm">
              <Icon of={CircleCheck} size={22} />
              {say(isOwing ? 'home.nothingMore' : held.length > 0 ? 'home.allHeld' : 'home.nothingDue')}
            </p>
          )}
        </div>
        {next ? (
          <Link
            className="o-button"
            data-variant="secondary"
            to="/purchases/$orderId"
            params={{ orderId: next.order.order.id }}
          >
            {say('home.seePlan')}
          </Link>
        ) : null}
      </div>
      {upcoming.length > 1 ? <Later upcoming={upcoming.slice(1, 4)} /> : null}
      {held.length > 0 && next ? (
        <p className="p-foot-note">{say('home.held', { count: held.length })}</p>
      ) : null}
    </Card>
  );
}

function Later({
  upcoming,
}: {
  upcoming: { order: OrderFile; due: { on: string; amount: { amount_minor: number; currency: string } } }[];
}) {
  const write = useFormat();
  const say = useWords();
  return (
    <ul className="p-later" aria-label={say('home.later')}>
      {upcoming.map(({ order, due }) => (
        <li key={order.order.id}>
          <span className="o-soft o-nowrap">{write.shortDay(due.on)}</span>
          <Link to="/purchases/$orderId" params={{ orderId: order.order.id }} className="o-grow o-truncate">
            {titleOf(order, say)}
          </Link>
          <span className="o-num o-nowrap">{write.money(due.amount)}</span>
        </li>
      ))}
    </ul>
  );
}

function OpenCases({ disputes, orders }: { disputes: Dispute[]; orders: OrderFile[] }) {
  const say = useWords();
  const write = useFormat();
  return (
    <Part title={say('home.cases')} actions={<Link to="/cases">{say('home.allCases')}</Link>}>
      <div className="p-rows">
        {disputes.map((dispute) => {
          const status = caseStatus(dispute);
          const order = orders.find((one) => one.order.id === dispute.order_id);
          return (
            <LinkRow
              key={dispute.id}
              link={{ to: '/cases/$disputeId', params: { disputeId: dispute.id } }}
              icon={order ? Scale : PackageOpen}
              title={
                order
                  ? `${say(reasonKey(dispute.reason))} – ${titleOf(order, say)}`
                  : say(reasonKey(dispute.reason))
              }
              about={stepSentence(status, say, write)}
              end={<TurnBadge status={status} />}
            />
          );
        })}
      </div>
    </Part>
  );
}
