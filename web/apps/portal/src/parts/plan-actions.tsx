// What a customer can do about a running plan: pay now, or move one date. Each shows what it does first.

import { nextDueOf, pauseOf } from '@ombud/client';
import { Button, ConfirmDialog, Facts, useToast } from '@ombud/ui';
import { CalendarPlus, HandCoins } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, useWriters } from '../app/words.ts';
import { planPath, useAct, usePlanOptions, type OrderFile, type Plan } from '../data/queries.ts';
import { useFailure } from './failure.ts';

type Asked = 'pay' | 'payAll' | 'extend' | null;

export function PlanActions({ plan }: { plan: Plan; order: OrderFile }) {
  const say = useWords();
  const write = useWriters();
  const toast = useToast();
  const failure = useFailure();
  const [asked, setAsked] = useState<Asked>(null);
  const options = usePlanOptions(plan);
  const { session } = useSession();
  const due = nextDueOf(plan);
  const path = planPath(plan);
  const pay = useAct((seqs: number[]) =>
    api.post('/v1/orders/{order_id}/plans/{plan_id}/pay', { path, body: { instalments: seqs } }),
  );
  const extend = useAct((instalment: number) =>
    api.post('/v1/orders/{order_id}/plans/{plan_id}/extend', { path, body: { instalment } }),
  );
  // Where the service takes no payment itself, it does not say that a customer may pay here.
  const canPay = session.actions?.includes('plan.pay') ?? false;
  if (!due) return null;

  const open = plan.instalments.filter((one) => one.state === 'open' && one.open_minor > 0);
  const all = { amount_minor: plan.outstanding.amount_minor + plan.fees_outstanding.amount_minor + plan.interest_outstanding.amount_minor, currency: due.amount.currency };
  const offered = options.data?.extend.find((one) => one.instalment === due.instalment.seq);
  // Without a preview only what the plan itself says is known: a date moves once, and not while all stand still.
  const canExtend = options.data ? Boolean(offered) : !due.instalment.extended && !pauseOf(plan);
  const done = (text: string) => {
    setAsked(null);
    toast({ tone: 'success', text });
  };
  const failed = (error: unknown) => toast({ tone: 'danger', text: failure(error) });
  const payNow = () => {
    const seqs = asked === 'payAll' ? open.map((one) => one.seq) : [due.instalment.seq];
    pay.mutate(seqs, {
      onSuccess: (answer) => (answer.redirect_url ? location.assign(answer.redirect_url) : done(say('pay.done'))),
      onError: failed,
    });
  };
  const amount = write.money(asked === 'payAll' ? all : due.amount);
  return (
    <>
      <div className="o-row">
        {canPay ? (
          <Button variant={pauseOf(plan) ? 'secondary' : 'primary'} icon={HandCoins} onPress={() => setAsked('pay')}>
            {say('pay.one', { amount: write.money(due.amount) })}
          </Button>
        ) : null}
        {canPay && open.length > 1 ? (
          <Button variant={pauseOf(plan) ? 'quiet' : 'secondary'} onPress={() => setAsked('payAll')}>{say('pay.all', { amount: write.money(all) })}</Button>
        ) : null}
        {canExtend ? (
          <Button icon={CalendarPlus} onPress={() => setAsked('extend')}>
            {say('extend.title')}
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        title={say('pay.title', { amount })}
        isOpen={asked === 'pay' || asked === 'payAll'}
        onOpenChange={() => setAsked(null)}
        confirmLabel={say('pay.confirm', { amount })}
        onConfirm={payNow}
        isPending={pay.isPending}
      >
        <p>{say('pay.about')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={say('extend.title')}
        isOpen={asked === 'extend'}
        onOpenChange={() => setAsked(null)}
        confirmLabel={say('extend.confirm')}
        onConfirm={() => extend.mutate(due.instalment.seq, { onSuccess: () => done(say('extend.done')), onError: failed })}
        isPending={extend.isPending}
      >
        <p>{say('extend.about')}</p>
        <Facts
          items={[
            [say('extend.now'), write.day(due.on)],
            [say('extend.then'), offered ? write.day(offered.new_due_on) : null],
            [say('extend.fee'), offered ? (offered.fee.amount_minor === 0 ? say('extend.free') : write.money(offered.fee)) : null],
          ]}
        />
      </ConfirmDialog>
    </>
  );
}
