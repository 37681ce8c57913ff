// One purchase: what is paid, what comes, where the parcel is, and what can be done about it.

import { caseStatus, isPaidUp, nextDueOf, pausedUntil, pauseOf } from '@ombud/client';
import { Banner, Card, Facts, Money } from '@ombud/ui';
import { getRouteApi } from '@tanstack/react-router';
import { CirclePause, Flag, HeartHandshake, Scale, Undo2 } from 'lucide-react';
import { useWords, useFormat, type Key, type Say, type Formatters } from '../app/words.ts';
import { useReturnDays } from '../app/session.tsx';
import { useDisputes, useOrder, type OrderFile, type Plan } from '../data/queries.ts';
import { LinkRow, Loaded, Page, Part } from '../parts/page.tsx';
import { feeLeft } from '../parts/paying.ts';
import { PlanActions } from '../parts/plan-actions.tsx';
import { CaseSentence, reasonKey, shopOfOrder, titleOf, TurnBadge } from '../parts/status.tsx';
import { PlanTimeline } from '../parts/timeline.tsx';

const route = getRouteApi('/purchases/$orderId');

export function Purchase() {
  const say = useWords();
  const { orderId } = route.useParams();
  const order = useOrder(orderId);
  return (
    <Loaded
      of={order}
      lines={10}
      missing={say('missing.purchase')}
      back={{ label: say('nav.purchases'), to: '/purchases' }}
    >
      {(file) => <Whole order={file} back={say('nav.purchases')} />}
    </Loaded>
  );
}

function Whole({ order, back }: { order: OrderFile; back: string }) {
  const say = useWords();
  const write = useFormat();
  const { at, total_minor, currency, id } = order.order;
  const plans = order.plans;
  const held = plans.find((plan) => pauseOf(plan));
  const until = held && pausedUntil(held);
  const isPaid = isPaidUp(order);
  const days = useReturnDays();
  return (
    <Page
      title={titleOf(order, say)}
      lead={`${shopOfOrder(order)} · ${write.day(at)} · ${write.money({ amount_minor: total_minor, currency })}`}
      back={{ label: back, link: { to: '/purchases' } }}
    >
      {held ? (
        <Banner
          tone="accent"
          icon={CirclePause}
          title={until ? say('paused.until', { date: write.day(until) }) : say('paused')}
        >
          {say(until ? 'paused.about' : 'paused.aboutOpen')}
        </Banner>
      ) : null}
      <CasesOf order={order} />
      {plans.map((plan) => (
        <PlanCard key={plan.id} plan={plan} order={order} />
      ))}
      {plans.length === 0 ? <p className="o-soft">{say('plan.noneAbout')}</p> : null}
      <Part title={say('purchase.do')}>
        <div className="p-rows">
          <LinkRow
            link={{ to: '/purchases/$orderId/return', params: { orderId: id } }}
            icon={Undo2}
            title={say('return.title')}
            about={say(isPaid ? 'return.aboutPaid' : 'home.returnAbout', { days })}
          />
          <LinkRow
            link={{ to: '/purchases/$orderId/problem', params: { orderId: id } }}
            icon={Flag}
            title={say('problem.title')}
            about={say(isPaid ? 'problem.aboutPaid' : 'home.problemAbout')}
          />
          {plans.some((plan) => nextDueOf(plan)) ? (
            <LinkRow
              link={{ to: '/help/paying', search: { order: id } as never }}
              icon={HeartHandshake}
              title={say('hardship.title')}
              about={say('home.hardshipAbout')}
            />
          ) : null}
        </div>
      </Part>
      <Parcels order={order} />
      <Items order={order} />
      <MoneyBack order={order} />
    </Page>
  );
}

function CasesOf({ order }: { order: OrderFile }) {
  const say = useWords();
  const disputes = useDisputes(order.dispute_ids);
  if (disputes.length === 0) return null;
  return (
    <div className="p-rows">
      {disputes.map((dispute) => (
        <LinkRow
          key={dispute.id}
          link={{ to: '/cases/$disputeId', params: { disputeId: dispute.id } }}
          icon={Scale}
          title={say(reasonKey(dispute.reason))}
          about={<CaseSentence dispute={dispute} />}
          end={<TurnBadge status={caseStatus(dispute)} />}
        />
      ))}
    </div>
  );
}

/** How a plan stands, in a sentence. */
function sumOf(plan: Plan, owed: number, say: Say, write: Formatters): string {
  const paid = write.money(plan.paid);
  if (owed <= 0) return say(plan.status === 'cancelled' ? 'plan.sumCancelled' : 'plan.sumPaid', { paid });
  const left = write.money({ amount_minor: owed, currency: plan.principal.currency });
  if (feeLeft([plan])) return say('plan.sumFee', { paid, left });
  return plan.paid.amount_minor === 0 ? say('plan.sumNone', { left }) : say('plan.sum', { paid, left });
}

function productKey(plan: Plan): Key {
  return `product.${plan.product.kind}` as Key;
}

function PlanCard({ plan, order }: { plan: Plan; order: OrderFile }) {
  const say = useWords();
  const write = useFormat();
  const count = plan.instalments.length;
  const owed =
    plan.outstanding.amount_minor +
    plan.fees_outstanding.amount_minor +
    plan.interest_outstanding.amount_minor;
  return (
    <Card title={say(productKey(plan), { count })}>
      <div className="o-stack">
        <p className="p-plan-sum">{sumOf(plan, owed, say, write)}</p>
        <PlanTimeline plan={plan} payments={order.payments} />
        <PlanActions plan={plan} order={order} />
      </div>
    </Card>
  );
}

function Parcels({ order }: { order: OrderFile }) {
  const say = useWords();
  const write = useFormat();
  if (order.shipments.length === 0) return null;
  return (
    <Part title={say('parcel.title')}>
      {order.shipments.map((shipment) => {
        const scans = order.scans
          .filter((scan) => scan.shipment_id === shipment.id)
          .sort((a, b) => b.at.localeCompare(a.at));
        const [newest, ...earlier] = scans;
        return (
          <Card key={shipment.id}>
            <div className="o-stack">
              <p className="o-strong">{newest ? say(`scan.${newest.code}`) : say('scan.none')}</p>
              <p className="o-soft">
                {[shipment.carrier, shipment.tracking_id, newest ? write.dateTime(newest.at) : '']
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {earlier.length > 0 ? (
                <details className="p-details">
                  <summary>{say('parcel.all')}</summary>
                  <ol className="p-scans">
                    {earlier.map((scan) => (
                      <li key={scan.at + scan.code}>
                        <span>{say(`scan.${scan.code}`)}</span>
                        <span className="o-soft o-nowrap">{write.dateTime(scan.at)}</span>
                      </li>
                    ))}
                  </ol>
                </details>
              ) : null}
            </div>
          </Card>
        );
      })}
    </Part>
  );
}

function Items({ order }: { order: OrderFile }) {
  const say = useWords();
  const { lines, currency, id } = order.order;
  return (
    <Part title={say('items.title')}>
      <Card>
        <ul className="p-items">
          {lines.map((line) => (
            <li key={line.id}>
              <span>{(line.quantity ?? 1) > 1 ? `${line.quantity} × ${line.name}` : line.name}</span>
              <Money value={{ amount_minor: line.amount_minor, currency }} />
            </li>
          ))}
        </ul>
        <p className="p-foot-note">{say('order', { id })}</p>
      </Card>
    </Part>
  );
}

function MoneyBack({ order }: { order: OrderFile }) {
  const say = useWords();
  const write = useFormat();
  const { currency } = order.order;
  const refunds = order.refunds.map((refund) => [
    write.day(refund.at),
    say('back.refund', { amount: write.money({ amount_minor: refund.amount_minor, currency }) }),
  ]);
  const payouts = order.payouts.map((payout) => [
    say(
      payout.state === 'succeeded' ? 'back.sent' : payout.state === 'failed' ? 'back.failed' : 'back.onWay',
    ),
    write.money(payout.amount),
  ]);
  const rows = [...refunds, ...payouts] as [string, string][];
  if (rows.length === 0) return null;
  return (
    <Part title={say('back.title')}>
      <Card>
        <Facts items={rows} />
      </Card>
    </Part>
  );
}
