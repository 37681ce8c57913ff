// Hard to pay just now. Smaller parts, no fees, no blame; what would change is shown before it does.

import { nextDueOf, outstandingOf } from '@ombud/client';
import { Banner, Button, Facts, RadioGroup, Select, useToast } from '@ombud/ui';
import { useRouterState } from '@tanstack/react-router';
import { HeartHandshake } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useWords, useFormat } from '../app/words.ts';
import {
  planPath,
  useAct,
  usePlanOptions,
  usePurchases,
  type OrderFile,
  type Plan,
} from '../data/queries.ts';
import { useFailure } from '../parts/failure.ts';
import { Loaded, Page } from '../parts/page.tsx';
import { titleOf } from '../parts/status.tsx';

/** Offered where the server does not say what it allows. */
const PARTS_OFFERED = [6, 9, 12] as const;

export function Hardship() {
  const say = useWords();
  const purchases = usePurchases();
  const asked = { ...purchases, data: purchases.isPending ? undefined : purchases.orders };
  return (
    <Page
      isPrivate
      title={say('hardship.title')}
      lead={say('hardship.lead')}
      back={{ label: say('nav.help'), link: { to: '/help' } }}
    >
      <Loaded of={asked}>{(orders) => <Choose orders={orders} />}</Loaded>
    </Page>
  );
}

interface Running {
  order: OrderFile;
  plan: Plan;
}

function Choose({ orders }: { orders: OrderFile[] }) {
  const say = useWords();
  const write = useFormat();
  const wanted = useRouterState({ select: (state) => (state.location.search as { order?: string }).order });
  const running: Running[] = orders.flatMap((order) =>
    order.plans.filter((plan) => nextDueOf(plan) && !plan.hardship).map((plan) => ({ order, plan })),
  );
  const helped = orders.flatMap((order) =>
    order.plans.filter((plan) => plan.hardship && !plan.hardship.ended).map((plan) => ({ order, plan })),
  );
  const first = running.find(({ order }) => order.order.id === wanted) ?? running[0];
  const [chosen, setChosen] = useState(first?.plan.id ?? null);
  const found = running.find(({ plan }) => plan.id === chosen);
  return (
    <>
      {helped.map(({ order, plan }) => (
        <Banner key={plan.id} tone="success" icon={HeartHandshake} title={titleOf(order, say)}>
          {say('hardship.runs', { count: plan.instalments.filter((one) => one.state === 'open').length })}
        </Banner>
      ))}
      {running.length === 0 && helped.length === 0 ? <p className="o-soft">{say('hardship.none')}</p> : null}
      {running.length > 1 ? (
        <Select
          label={say('hardship.which')}
          value={chosen}
          onChange={setChosen}
          options={running.map(({ order, plan }) => ({
            id: plan.id,
            label: `${titleOf(order, say)} · ${say('left', { amount: write.money(outstandingOf(order)) })}`,
          }))}
        />
      ) : null}
      {found ? <Split key={found.plan.id} {...found} /> : null}
      <Banner tone="info">{say('hardship.person')}</Banner>
    </>
  );
}

function Split({ order, plan }: Running) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const options = usePlanOptions(plan);
  const [parts, setParts] = useState<string>();
  const owed = {
    ...plan.outstanding,
    amount_minor: plan.outstanding.amount_minor + plan.fees_outstanding.amount_minor,
  };
  const act = useAct((count: number) =>
    api.post('/v1/orders/{order_id}/plans/{plan_id}/hardship', {
      path: planPath(plan),
      body: { parts: count },
    }),
  );
  const offers = options.data?.hardship ?? [];
  const choices =
    offers.length > 0
      ? offers.map((one) => ({
          id: String(one.parts),
          label: say('hardship.parts', { count: one.parts, amount: write.money(one.amount) }),
          description: say('hardship.last', { date: write.day(one.last_due_on) }),
        }))
      : PARTS_OFFERED.filter(
          (count) => count > plan.instalments.filter((one) => one.state === 'open').length,
        ).map((count) => ({
          id: String(count),
          label: say('hardship.about', {
            count,
            amount: write.money({ ...owed, amount_minor: Math.ceil(owed.amount_minor / count) }),
          }),
        }));
  return (
    <form
      className="p-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!parts) return;
        act.mutate(Number(parts), {
          onSuccess: () =>
            toast({ tone: 'success', text: say('hardship.done'), detail: say('hardship.doneAbout') }),
          onError: (error) => toast({ tone: 'danger', text: failure(error) }),
        });
      }}
    >
      <Facts
        items={[
          [say('hardship.for'), titleOf(order, say)],
          [say('hardship.owed'), write.money(owed)],
        ]}
      />
      <RadioGroup label={say('hardship.choose')} value={parts} onChange={setParts} choices={choices} />
      <ul className="p-bullets">
        <li>{say('hardship.noFees')}</li>
        <li>{say('hardship.noInterest')}</li>
        <li>{say('hardship.back')}</li>
      </ul>
      <div>
        <Button type="submit" variant="primary" size="l" isDisabled={!parts} isPending={act.isPending}>
          {say('hardship.send')}
        </Button>
      </div>
    </form>
  );
}
