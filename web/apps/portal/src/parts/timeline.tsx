// The instalments of a plan as a line through time: what is paid, what is due, what stands still.

import { nextDueOf, pauseOf } from '@ombud/client';
import { Icon, Money } from '@ombud/ui';
import { Check, Circle, CircleDot, CirclePause, Undo2, type LucideIcon } from 'lucide-react';
import { useWords, useFormat, type Key } from '../app/words.ts';
import type { OrderFile, Plan } from '../data/queries.ts';
import { paidOn } from './paying.ts';
import { todayOf } from './status.tsx';

type Instalment = Plan['instalments'][number];
type Fee = Plan['fees'][number];
type Mark = 'paid' | 'off' | 'next' | 'late' | 'held' | 'later';

const ICONS: Record<Mark, LucideIcon> = {
  paid: Check,
  off: Undo2,
  next: CircleDot,
  late: CircleDot,
  held: CirclePause,
  later: Circle,
};

function markOf(plan: Plan, instalment: Instalment): Mark {
  if (instalment.state === 'paid') return 'paid';
  if (instalment.state !== 'open') return 'off';
  if (pauseOf(plan) || plan.frozen) return 'held';
  const next = nextDueOf(plan)?.instalment.seq === instalment.seq;
  if (next) return instalment.due_on < todayOf() ? 'late' : 'next';
  return 'later';
}

function stateKey(mark: Mark, instalment: Instalment): Key {
  if (mark === 'off') {
    if (instalment.state === 'refunded' || instalment.state === 'charged_back') return 'inst.refunded';
    return instalment.state === 'written_off' ? 'inst.written_off' : 'inst.cancelled';
  }
  return `inst.${mark}`;
}

type FeeMark = 'paid' | 'off' | 'late';
const FEE_WORDS: Record<FeeMark, Key> = { paid: 'fee.paid', off: 'fee.back', late: 'fee.charged' };

function feeMark(fee: Fee): FeeMark {
  if (fee.state !== 'charged') return 'off';
  return fee.paid_minor >= fee.amount_minor ? 'paid' : 'late';
}

export function PlanTimeline({ plan, payments }: { plan: Plan; payments: OrderFile['payments'] }) {
  const say = useWords();
  const write = useFormat();
  const { currency } = plan.principal;
  const money = (amount_minor: number) => ({ amount_minor, currency });
  const paid = paidOn(plan, payments);
  const dateOf = (instalment: Instalment, mark: Mark) => {
    const due = write.day(instalment.due_on);
    if (mark === 'held') return say('inst.was', { date: due });
    if (mark !== 'paid') return due;
    const at = paid.get(instalment.seq);
    return at ? write.day(at) : say('inst.due', { date: due });
  };
  const stateOf = (instalment: Instalment, mark: Mark) =>
    mark === 'paid' && paid.has(instalment.seq) && dateOf(instalment, mark) !== write.day(instalment.due_on)
      ? say('inst.paidDue', { date: write.shortDay(instalment.due_on) })
      : say(stateKey(mark, instalment));
  return (
    <ol className="p-timeline">
      {plan.instalments.map((instalment) => {
        const mark = markOf(plan, instalment);
        const reduced = instalment.refunded_minor > 0 && instalment.open_minor > 0;
        const shown = instalment.state === 'open' ? instalment.open_minor : instalment.amount_minor;
        return (
          <li key={instalment.seq} data-mark={mark}>
            <span className="p-timeline-mark">
              <Icon of={ICONS[mark]} size={16} />
            </span>
            <span className="o-grow">
              <span className="p-timeline-date">{dateOf(instalment, mark)}</span>
              <span className="o-small o-soft">
                {stateOf(instalment, mark)}
                {instalment.extended ? ` · ${say('inst.extended')}` : ''}
                {reduced
                  ? ` · ${say('inst.reduced', { amount: write.money(money(instalment.refunded_minor)) })}`
                  : ''}
              </span>
            </span>
            <span className={mark === 'off' ? 'p-struck' : 'o-strong'}>
              <Money value={money(shown)} />
            </span>
          </li>
        );
      })}
      {plan.fees.map((fee) => (
        <li key={`fee-${fee.number}`} data-mark={feeMark(fee)}>
          <span className="p-timeline-mark">
            <Icon of={ICONS[feeMark(fee)]} size={16} />
          </span>
          <span className="o-grow">
            <span className="p-timeline-date">{write.day(fee.on)}</span>
            <span className="o-small o-soft">{say(FEE_WORDS[feeMark(fee)])}</span>
          </span>
          <span className={fee.state === 'charged' ? 'o-strong' : 'p-struck'}>
            <Money value={money(fee.amount_minor)} />
          </span>
        </li>
      ))}
    </ol>
  );
}
