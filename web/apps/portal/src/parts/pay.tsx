// Paying before it is due: what is paid, what is left and when, shown first; a receipt afterwards.

import { pauseOf, type PlanOptions } from '@ombud/client';
import { Banner, Button, Dialog, Facts, Icon, RadioGroup, useToast } from '@ombud/ui';
import { CircleCheck, HandCoins } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useWords, useWriters } from '../app/words.ts';
import { planPath, useAct, type Plan } from '../data/queries.ts';
import { useFailure } from './failure.ts';
import { planAfter, waysToPay, type WayToPay } from './paying.ts';

interface Receipt {
  at: Date;
  way: WayToPay;
  left: { amount_minor: number; currency: string };
}

export function Pay({ plan, title, options }: { plan: Plan; title: string; options: PlanOptions }) {
  const say = useWords();
  const write = useWriters();
  const toast = useToast();
  const failure = useFailure();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState('next');
  const [receipt, setReceipt] = useState<Receipt>();
  const ways = waysToPay(plan, options);
  const way = ways.find((one) => one.id === chosen) ?? ways[0];
  const pay = useAct(({ seqs }: WayToPay) =>
    api.post('/v1/orders/{order_id}/plans/{plan_id}/pay', {
      path: planPath(plan),
      body: { instalments: seqs },
    }),
  );
  if (!way) return null;
  const run = () =>
    pay.mutate(way, {
      onSuccess: (answer) => {
        if ('plan' in answer) {
          // The bank may want to ask the customer itself; it leads back here.
          if (answer.redirect_url) return location.assign(answer.redirect_url);
          toast({ tone: 'info', text: say('pay.under_way') });
          return close();
        }
        setReceipt({ at: new Date(), way, left: planAfter(plan, way).left });
      },
      onError: (error) => toast({ tone: 'danger', text: failure(error) }),
    });
  const close = () => {
    setOpen(false);
    setReceipt(undefined);
  };
  return (
    <>
      <Button
        variant={pauseOf(plan) ? 'secondary' : 'primary'}
        icon={HandCoins}
        onPress={() => setOpen(true)}
      >
        {say('pay.open')}
      </Button>
      <Dialog
        title={receipt ? say('pay.receipt') : say('pay.title')}
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
            <p className="o-small o-soft">{say('pay.about')}</p>
          </>
        )}
      </Dialog>
    </>
  );
}

/** What the plan looks like after the payment. */
function Preview({ plan, way, options }: { plan: Plan; way: WayToPay; options: PlanOptions }) {
  const say = useWords();
  const write = useWriters();
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
            next ? `${write.money(next.amount)} · ${write.day(next.on)}` : say('pay.nothing'),
          ],
          [say('pay.saved'), saved && saved.amount_minor > 0 ? write.money(saved) : null],
        ]}
      />
    </div>
  );
}

function Paid({ receipt, plan, title }: { receipt: Receipt; plan: Plan; title: string }) {
  const say = useWords();
  const write = useWriters();
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
          [say('pay.parts'), receipt.way.seqs.join(', ')],
          [say('pay.left'), write.money(receipt.left)],
          [say('pay.order'), plan.order_id],
        ]}
      />
      <Banner tone="info">{say('pay.doneAbout')}</Banner>
    </div>
  );
}
