// Paying what was due, a late fee, or a part before it is due: what is paid, what is left and when, shown first; a
// receipt afterwards.

import type { PlanOptions } from '@ombud/client';
import { Banner, Button, Dialog, Facts, Icon, RadioGroup, useToast } from '@ombud/ui';
import { CircleCheck, HandCoins } from 'lucide-react';
import { useState } from 'react';
import { api, serviceNow } from '../app/backend.ts';
import { useWords, useFormat, type Key } from '../app/words.ts';
import { planPath, useAct, type Plan } from '../data/queries.ts';
import { Failed } from './page.tsx';
import { planAfter, waysToPay, type WayToPay } from './paying.ts';
import { todayOf } from './status.tsx';

interface Receipt {
  at: Date;
  way: WayToPay;
  left: { amount_minor: number; currency: string };
}

/** What the button says: nobody pays early what was due already. */
const OPEN: Record<WayToPay['id'], Key> = {
  late: 'pay.open.late',
  next: 'pay.open',
  all: 'pay.open',
  fee: 'pay.open.fee',
};
const TITLES: Record<WayToPay['id'], Key> = {
  late: 'pay.title.late',
  next: 'pay.title',
  all: 'pay.title',
  fee: 'pay.title.fee',
};

export function Pay({ plan, title, options }: { plan: Plan; title: string; options: PlanOptions }) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const [receipt, setReceipt] = useState<Receipt>();
  const ways = waysToPay(plan, options, todayOf());
  const [first] = ways;
  const way = ways.find((one) => one.id === chosen) ?? first;
  const pay = useAct(({ body }: WayToPay) =>
    api.post('/v1/orders/{order_id}/plans/{plan_id}/pay', {
      path: planPath(plan),
      body,
    }),
  );
  if (!way || !first) return null;
  const run = () =>
    pay.mutate(way, {
      onSuccess: (answer) => {
        if ('plan' in answer) {
          // The bank may want to ask the customer itself; it leads back here.
          if (answer.redirect_url) return location.assign(answer.redirect_url);
          toast({ tone: 'info', text: say('pay.under_way') });
          return close();
        }
        setReceipt({ at: serviceNow(), way, left: planAfter(plan, way).left });
      },
    });
  const close = () => {
    setOpen(false);
    pay.reset();
    setReceipt(undefined);
  };
  return (
    <>
      <Button variant="primary" icon={HandCoins} onPress={() => setOpen(true)}>
        {say(OPEN[first.id])}
      </Button>
      <Dialog
        title={receipt ? say('pay.receipt') : say(TITLES[first.id])}
        isOpen={isOpen}
        onOpenChange={(open) => (open ? setOpen(true) : close())}
        footer={
          receipt ? (
            <>
              <Button variant="quiet" onPress={() => window.print()}>
                {say('pay.print')}
              </Button>
              <Button variant="primary" onPress={close}>
                {say('pay.close')}
              </Button>
            </>
          ) : (
            <Button variant="primary" size="l" onPress={run} isPending={pay.isPending}>
              {say('pay.confirm', { amount: write.money(way.amount) })}
            </Button>
          )
        }
      >
        {receipt ? (
          <Paid receipt={receipt} plan={plan} title={title} />
        ) : (
          <>
            {ways.length > 1 ? (
              <RadioGroup
                label={say('pay.what')}
                value={way.id}
                onChange={setChosen}
                choices={ways.map((one) => ({
                  id: one.id,
                  label: say(`pay.way.${one.id}`, { amount: write.money(one.amount) }),
                }))}
              />
            ) : null}
            <Preview plan={plan} way={way} options={options} />
            <p className="o-small o-soft">{say(first.id === 'next' ? 'pay.about' : 'pay.from')}</p>
            {pay.error ? <Failed error={pay.error} /> : null}
          </>
        )}
      </Dialog>
    </>
  );
}

/** What the plan looks like after the payment. */
function Preview({ plan, way, options }: { plan: Plan; way: WayToPay; options: PlanOptions }) {
  const say = useWords();
  const write = useFormat();
  const { before, left, next } = planAfter(plan, way);
  const saved = way.id === 'all' ? options.interest_saved : undefined;
  return (
    <div className="p-preview">
      <Facts
        items={[
          [say('pay.before'), write.money(before)],
          [say('pay.now'), <strong key="now">{write.money(way.amount)}</strong>],
          [say('pay.left'), write.money(left)],
          [
            say('pay.next'),
            next
              ? `${write.money(next.amount)} · ${next.on ? write.day(next.on) : say('fee.charged')}`
              : say('pay.nothing'),
          ],
          [say('pay.saved'), saved && saved.amount_minor > 0 ? write.money(saved) : null],
        ]}
      />
    </div>
  );
}

function Paid({ receipt, plan, title }: { receipt: Receipt; plan: Plan; title: string }) {
  const say = useWords();
  const write = useFormat();
  return (
    <div className="o-stack" role="status">
      <p className="p-paid">
        <Icon of={CircleCheck} size={28} />
        <span className="p-done-title">{say('pay.done', { amount: write.money(receipt.way.amount) })}</span>
      </p>
      <Facts
        items={[
          [say('pay.for'), title],
          [say('pay.when'), write.dateTime(receipt.at)],
          [say('pay.parts'), receipt.way.seqs.join(', ') || say('fee.charged')],
          [say('pay.left'), write.money(receipt.left)],
          [say('pay.order'), plan.order_id],
        ]}
      />
      <Banner tone="info">{say('pay.doneAbout')}</Banner>
    </div>
  );
}
