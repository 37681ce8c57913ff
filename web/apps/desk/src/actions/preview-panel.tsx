//! What an action would do, side by side with what is: nothing is confirmed unseen. Every figure is the server's.

import type { Schema } from '@ombud/client';
import { Badge, Facts, Icon, Money, useFormat } from '@ombud/ui';
import { ArrowRight, MessageSquareText, Scale } from 'lucide-react';
import type { ReactNode } from 'react';
import { LetterSheet } from '../context/letter-sheet.tsx';
import { useT, useWord } from '../words/index.ts';
import { inFavour } from './returned.ts';

/** The rule of a decision that a person makes. */
const BY_A_PERSON = 'PERSON';

interface PanelProps {
  act: Schema.PreviewAct['action'];
  preview: Schema.Preview;
}

export function PreviewPanel({ act, preview }: PanelProps) {
  const t = useT();
  const word = useWord();
  const { approval, cost, decision, policy, undo } = preview;
  const bearers = (['provider', 'merchant'] as const).filter((who) => cost[who].amount_minor > 0);
  return (
    <div className="o-stack">
      {preview.plans.map((plan) => (
        <PlanChange key={plan.plan_id} change={plan} />
      ))}
      <Changes preview={preview} />
      {decision ? (
        <p>
          <strong>{word('party', decision.for_party)}</strong> <Money value={decision.amount} />{' '}
          {decision.rule === BY_A_PERSON ? null : <code className="o-faint">{decision.rule}</code>}
          <br />
          {decision.because}
        </p>
      ) : null}
      <Facts
        items={[
          [
            t('preview.cost'),
            bearers.length > 0
              ? bearers.map((who) => (
                  <span key={who}>
                    {t(`bearer.${who}`)} <Money value={cost[who]} />{' '}
                  </span>
                ))
              : t('bearer.nobody'),
          ],
          [
            t('preview.approval'),
            approval.needed ? (
              <span key="approval">
                <Badge tone="warning">{t('preview.approval.needed')}</Badge> {approval.why}
              </span>
            ) : (
              t('preview.approval.none')
            ),
          ],
          [
            t('preview.reversible'),
            `${t(undo.possible ? 'preview.reversible.yes' : 'preview.reversible.no')} ${t(`undo.${act}`)}`,
          ],
          [t('preview.asks'), preview.tasks.map((task) => word('task', task)).join(', ') || null],
        ]}
      />
      <p className="d-brief-line" data-tone="neutral">
        <Icon of={Scale} size={14} />
        <span>
          {policy.source ?? t(policy.rule === BY_A_PERSON ? 'preview.rule.person' : 'preview.rule')}{' '}
          <code className="o-faint">
            {[policy.rule, policy.version].filter((one) => one !== BY_A_PERSON).join(' · ')}
          </code>
        </span>
      </p>
      <Letters messages={preview.messages} />
    </div>
  );
}

/** What is written to whom: word for word where the server writes it, else by the name of the letter. */
function Letters({ messages }: { messages: readonly Schema.PreviewMessage[] }) {
  const t = useT();
  const word = useWord();
  if (messages.length === 0) return null;
  return (
    <section className="o-stack" aria-label={t('preview.messages')}>
      <h4 className="d-mini">{t('preview.messages')}</h4>
      {messages.map((message) =>
        message.letter ? (
          <LetterSheet key={`${message.to} ${message.template}`} letter={message.letter} to={message.to} />
        ) : (
          <p key={`${message.to} ${message.template}`} className="o-row o-small">
            <Icon of={MessageSquareText} size={14} />
            {word('party', message.to)}: {word('letter', message.template)}
          </p>
        ),
      )}
    </section>
  );
}

function BeforeAfter({
  label,
  children: [before, after],
}: {
  label: string;
  children: [ReactNode, ReactNode];
}) {
  const t = useT();
  return (
    <div className="d-change">
      <dt>{label}</dt>
      <dd className="o-row">
        <span className="o-soft">{before}</span>
        <Icon of={ArrowRight} size={14} />
        <span className="o-hidden">{t('preview.becomes')}</span>
        <strong>{after}</strong>
      </dd>
    </div>
  );
}

/** The sums that change: what goes back, what is in dispute, and the accounts of the order. */
function Changes({ preview }: { preview: Schema.Preview }) {
  const t = useT();
  const word = useWord();
  const sums = [
    { label: t('balance.returned'), ...preview.returned },
    { label: t('balance.in_dispute'), ...preview.in_dispute },
    ...preview.balances.map(({ account, ...sum }) => ({ label: word('ledger', kindOf(account)), ...sum })),
  ].filter(({ before, after }) => before.amount_minor !== after.amount_minor);
  if (sums.length === 0 && preview.payouts.length === 0) return null;
  const favour = inFavour(preview);
  return (
    <dl className="d-changes">
      {sums.map(({ label, before, after }, index) => (
        <BeforeAfter key={index} label={label}>
          {[<Money key="before" value={before} />, <Money key="after" value={after} />]}
        </BeforeAfter>
      ))}
      {favour
        ? (['relieved', 'back'] as const)
            .filter((part) => favour[part].amount_minor > 0)
            .map((part) => (
              <div key={part} className="d-change">
                <dt>{t(`balance.${part}`)}</dt>
                <dd>
                  <strong>
                    <Money value={favour[part]} />
                  </strong>
                </dd>
              </div>
            ))
        : null}
      {preview.payouts.map((payout) => (
        <div key={payout.payment_id} className="d-change">
          <dt>{t('balance.sent')}</dt>
          <dd>
            <strong>
              <Money value={payout.amount} />
            </strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `recv:01…` is of the kind `recv`; `exp:goodwill` is a kind by itself. */
function kindOf(account: string): string {
  const [first = account, second] = account.split(':');
  return (first === 'inc' || first === 'exp') && second ? `${first}_${second}` : first;
}

/** A plan before and after, a line for each payment that is still to be made; what changes is marked in words too. */
function PlanChange({ change: { before, after } }: { change: Schema.PlanChange }) {
  const t = useT();
  const format = useFormat();
  const word = useWord();
  const dues = (plan: Schema.PlanState | null | undefined) => plan?.dues ?? [];
  const numbers = [...new Set([...dues(before), ...after.dues].map((one) => one.instalment))].sort(
    (a, b) => a - b,
  );
  const cell = (one: Schema.PreviewDue | undefined) =>
    one ? (
      <>
        <span className="o-num">{format.shortDay(one.due_on)}</span> <Money value={one.open} />
      </>
    ) : (
      '–'
    );
  const standing = (plan: Schema.PlanState | null | undefined) =>
    plan ? (
      <>
        {word('state', plan.status)}
        {plan.paused_until ? ` · ${t('preview.until', { day: format.day(plan.paused_until) })}` : null}
      </>
    ) : (
      '–'
    );
  const owed = ['outstanding', 'interest_outstanding', 'fees_outstanding'] as const;
  const lines = [
    {
      label: t('preview.plan'),
      was: standing(before),
      will: standing(after),
      isChanged: before?.status !== after.status || before.paused_until !== after.paused_until,
    },
    ...owed
      .filter((name) => after[name].amount_minor !== 0 || (before?.[name].amount_minor ?? 0) !== 0)
      .map((name) => ({
        label: t(`balance.${name}`),
        was: before ? <Money value={before[name]} /> : '–',
        will: <Money value={after[name]} />,
        isChanged: before?.[name].amount_minor !== after[name].amount_minor,
      })),
    ...numbers.map((number) => {
      const was = dues(before).find((one) => one.instalment === number);
      const will = after.dues.find((one) => one.instalment === number);
      return {
        label: `${t('preview.instalment')} ${number}`,
        was: cell(was),
        will: cell(will),
        isChanged: was?.due_on !== will?.due_on || was?.open.amount_minor !== will?.open.amount_minor,
      };
    }),
  ];
  return (
    <table className="o-table d-plan-change">
      <thead>
        <tr>
          <td />
          <th scope="col">{t('preview.now')}</th>
          <th scope="col">{t('preview.then')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ label, was, will, isChanged }) => (
          <tr key={label} data-changed={isChanged}>
            <th scope="row">{label}</th>
            <td>{was}</td>
            <td>
              {will} {isChanged ? <Badge tone="accent">{t('preview.changed')}</Badge> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
