// What was decided, what it does to the money, why, by which rule, and how to have it looked at again.

import { DECISION_CODES } from '@ombud/client';
import { Banner, Button, Card, useLanguage, useToast } from '@ombud/ui';
import { UserRound } from 'lucide-react';
import { api } from '../app/backend.ts';
import { useWords, useFormat, type Key, type Say } from '../app/words.ts';
import { useAct, useExplanation, useOrder, type Dispute, type Explanation } from '../data/queries.ts';
import { useFailure } from './failure.ts';
import { Loaded, Part } from './page.tsx';

export function Decision({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const { locale } = useLanguage();
  const explanation = useExplanation(dispute, locale);
  if (dispute.decisions.length === 0) return null;
  return (
    <Part title={say('decision.title')}>
      <Loaded of={explanation}>{(told) => <Told dispute={dispute} told={told} />}</Loaded>
    </Part>
  );
}

function Told({ dispute, told }: { dispute: Dispute; told: Explanation }) {
  const say = useWords();
  const write = useFormat();
  const { locale } = useLanguage();
  const { decision, money, facts, sources } = told;
  const { own, language } = whyOf(told, locale, say);
  const isOwn = isIn(told, locale);
  const order = useOrder(dispute.order_id);
  const parts = order.data?.plans.reduce((sum, plan) => sum + plan.instalments.length, 0);
  return (
    <Card>
      <div className="o-stack">
        <p className="p-done-title">
          {say(`verdict.${decision.for_party}`, {
            amount: write.money(money.granted),
            claimed: write.money(money.claimed),
          })}
        </p>
        {money.standing === 'preliminary' ? <Banner tone="info">{say('decision.preliminary')}</Banner> : null}
        <MoneyLines money={money} parts={parts} />
        <h3>{say('decision.why')}</h3>
        {own ? (
          <blockquote className="p-quote" lang={language}>
            {own}
          </blockquote>
        ) : null}
        <p className="o-soft">
          {say(decision.automatic ? 'decision.byRules' : 'decision.byPerson', {
            date: write.day(decision.at),
          })}
        </p>
        <details className="p-details">
          <summary>{say('decision.basis')}</summary>
          <div className="o-stack" lang={isOwn ? undefined : 'en'}>
            <ul className="p-bullets">
              {facts.map((fact) => (
                <li key={fact.text}>{fact.text}</li>
              ))}
            </ul>
            {sources.length > 0 ? (
              <>
                <h4 lang={locale}>{say('decision.sources')}</h4>
                <ul className="p-bullets">
                  {sources.map((source) => (
                    <li key={source}>{source}</li>
                  ))}
                </ul>
              </>
            ) : null}
            <p className="o-small o-soft" lang={locale}>
              {say('decision.rule', { rule: decision.rules.join(', '), version: decision.policy_version })}
            </p>
          </div>
        </details>
        <Again dispute={dispute} told={told} />
      </div>
    </Card>
  );
}

/** Why, in the reader's language: the service's own sentence in English, ours elsewhere, English where there is none. */
function whyOf(told: Explanation, locale: string, say: Say): { own?: string | null; language?: string } {
  const { decision } = told;
  if (isIn(told, locale)) return { own: decision.because };
  const known = DECISION_CODES.find((code) => code === decision.code);
  return known ? { own: say(`why.${known}`) } : { own: decision.because, language: 'en' };
}

/** Whether an explanation is written in the reader's language. */
const isIn = (told: Explanation, locale: string): boolean =>
  (told.language ?? 'en').split('-')[0] === locale.split('-')[0];

/** `parts` is how many the purchase is paid in, where that is known: one that is alone has no number. */
function MoneyLines({ money, parts }: { money: Explanation['money']; parts: number | undefined }) {
  const say = useWords();
  const write = useFormat();
  const side = money.customer;
  if (!side) return null;
  const lines = [
    ...side.instalments.map((one) =>
      say(lineOf(one.left.amount_minor === 0, parts === 1), {
        n: one.instalment,
        less: write.money(one.less),
        left: write.money(one.left),
      }),
    ),
    ...side.paid_back.map((one) =>
      say(one.state === 'succeeded' ? 'money.back' : 'money.backSoon', { amount: write.money(one.amount) }),
    ),
    ...(side.late_fees.amount_minor > 0 ? [say('money.fees', { amount: write.money(side.late_fees) })] : []),
    ...(side.by_bank.amount_minor > 0 ? [say('money.bank', { amount: write.money(side.by_bank) })] : []),
    ...(side.owed_again.amount_minor > 0
      ? [say('money.owed', { amount: write.money(side.owed_again) })]
      : []),
    ...(side.written_off.amount_minor > 0
      ? [say('money.off', { amount: write.money(side.written_off) })]
      : []),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className="p-bullets">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function lineOf(isCancelled: boolean, isAlone: boolean): Key {
  if (isAlone) return isCancelled ? 'money.cancelledAll' : 'money.lessAll';
  return isCancelled ? 'money.cancelled' : 'money.less';
}

/** Nobody has to argue: a person looks at it again when the customer wants so. */
function Again({ dispute, told }: { dispute: Dispute; told: Explanation }) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const path = { dispute_id: dispute.id };
  const review = useAct(() =>
    api.post('/v1/disputes/{dispute_id}/review', { path, body: { ground: 'human_review' } }),
  );
  const right = told.rights.find((one) => one.kind === 'review' && !one.is_over);
  if (!right && !told.decision.review_right) return null;
  if (review.isSuccess)
    return (
      <Banner tone="success" live>
        {say('review.asked')}
      </Banner>
    );
  return (
    <div className="p-right">
      <p>
        <strong>{say('review.title')}</strong>{' '}
        {right ? say('review.until', { date: write.day(right.until) }) : say('review.about')}
      </p>
      <Button
        icon={UserRound}
        isPending={review.isPending}
        onPress={() =>
          review.mutate(undefined, { onError: (error) => toast({ tone: 'danger', text: failure(error) }) })
        }
      >
        {say('review.ask')}
      </Button>
    </div>
  );
}
