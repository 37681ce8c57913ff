// What a customer can do about a running plan: pay now, or move one date. Each shows what it does first.

import { nextDueOf, pauseOf } from '@ombud/client';
import { Button, ConfirmDialog, Facts, useToast } from '@ombud/ui';
import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, useWriters } from '../app/words.ts';
import { planPath, useAct, usePlanOptions, type OrderFile, type Plan } from '../data/queries.ts';
import { useFailure } from './failure.ts';
import { Pay } from './pay.tsx';
import { titleOf } from './status.tsx';

export function PlanActions({ plan, order }: { plan: Plan; order: OrderFile }) {
  const say = useWords();
  const write = useWriters();
  const toast = useToast();
  const failure = useFailure();
  const [isAsked, setAsked] = useState(false);
  const options = usePlanOptions(plan);
  const { session } = useSession();
  const due = nextDueOf(plan);
  const extend = useAct((instalment: number) =>
    api.post('/v1/orders/{order_id}/plans/{plan_id}/extend', { path: planPath(plan), body: { instalment } }),
  );
  // Where the service takes no payment itself, it does not say that a customer may pay here.
  const canPay = session.actions?.includes('plan.pay') ?? false;
  if (!due) return null;

  const offered = options.data?.extend.find((one) => one.instalment === due.instalment.seq);
  // Without a preview only what the plan itself says is known: a date moves once, and not while all stand still.
  const canExtend = options.data ? Boolean(offered) : !due.instalment.extended && !pauseOf(plan);
  const move = () =>
    extend.mutate(due.instalment.seq, {
      onSuccess: () => {
        setAsked(false);
        toast({ tone: 'success', text: say('extend.done') });
      },
      onError: (error) => toast({ tone: 'danger', text: failure(error) }),
    });
  return (
    <>
      <div className="o-row">
        {canPay && options.data ? (
          <Pay plan={plan} title={titleOf(order, say)} options={options.data} />
        ) : null}
        {canExtend ? (
          <Button icon={CalendarPlus} onPress={() => setAsked(true)}>
            {say('extend.title')}
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        title={say('extend.title')}
        isOpen={isAsked}
        onOpenChange={setAsked}
        confirmLabel={say('extend.confirm')}
        onConfirm={move}
        isPending={extend.isPending}
      >
        <p>{say('extend.about')}</p>
        <Facts
          items={[
            [say('extend.now'), write.day(due.on)],
            [say('extend.then'), offered ? write.day(offered.new_due_on) : null],
            [
              say('extend.fee'),
              offered
                ? offered.fee.amount_minor === 0
                  ? say('extend.free')
                  : write.money(offered.fee)
                : null,
            ],
          ]}
        />
      </ConfirmDialog>
    </>
  );
}
