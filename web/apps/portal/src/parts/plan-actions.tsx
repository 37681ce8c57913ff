// What a customer can do about a running plan: pay now, or move one date. Each shows what it does first.

import { nextDueOf, pauseOf, type PlanOptions } from '@ombud/client';
import { Button, ButtonLink, ConfirmDialog, Facts, useToast } from '@ombud/ui';
import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { planPath, useAct, usePlanOptions, type OrderFile, type Plan } from '../data/queries.ts';
import { useFailure } from './failure.ts';
import { Pay } from './pay.tsx';
import { feeLeft, heldBack } from './paying.ts';
import { titleOf } from './status.tsx';

/** Where the server does not say what it allows, the plan itself tells what is owed. */
const NOTHING_KNOWN: PlanOptions = { extend: [], hardship: [] };

export function PlanActions({ plan, order }: { plan: Plan; order: OrderFile }) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const [isAsked, setAsked] = useState(false);
  const options = usePlanOptions(plan);
  const due = nextDueOf(plan);
  const fee = feeLeft([plan]);
  const extend = useAct((instalment: number) =>
    api.post('/v1/orders/{order_id}/plans/{plan_id}/extend', { path: planPath(plan), body: { instalment } }),
  );
  if (!due) return fee ? <PayPart plan={plan} order={order} options={options.data ?? NOTHING_KNOWN} /> : null;

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
        {options.data ? <PayPart plan={plan} order={order} options={options.data} /> : null}
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

/** The way to pay, or how a payment stands that was asked for, or how a fee is paid that cannot be paid here. */
function PayPart({ plan, order, options }: { plan: Plan; order: OrderFile; options: PlanOptions }) {
  const say = useWords();
  const write = useFormat();
  const { session } = useSession();
  const { payment } = plan;
  if (payment?.state === 'asks_customer' && payment.redirect_url) {
    return (
      <ButtonLink href={payment.redirect_url}>
        {say('pay.goOn', { amount: write.money(payment.amount) })}
      </ButtonLink>
    );
  }
  if (payment && payment.state !== 'declined') return <p className="o-soft">{say('pay.under_way')}</p>;
  // Where the service takes no payment itself, it does not say that a customer may pay here.
  const canPay = session.actions?.includes('plan.pay') ?? false;
  if (!canPay) return feeLeft([plan]) ? <p className="o-soft">{say('fee.how')}</p> : null;
  // What stands still is not collected, not even on request: the server would say no.
  if (heldBack(plan)) return null;
  return (
    <>
      {payment ? <p className="o-soft">{say('failed.declined')}</p> : null}
      <Pay plan={plan} title={titleOf(order, say)} options={options} />
    </>
  );
}
