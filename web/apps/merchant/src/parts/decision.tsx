// What was decided, why, and what it costs the shop, in the reader's language and on the reader's clock. The record itself,
// which the service keeps in English, stands below, folded.

import { DECISION_CODES, type Schema } from '@ombud/client';
import { Banner, Card, Facts } from '@ombud/ui';
import { useWords, useFormat, type Say } from '../app/words.ts';
import { useExplanation, type Dispute } from '../data/queries.ts';
import { Loaded } from './loaded.tsx';

/** Why it was decided so, as a sentence for the shop; nothing for a code that is new to this page. */
export function whyOf(code: string, say: Say): string | undefined {
  const known = DECISION_CODES.find((one) => one === code);
  return known && say(`why.${known}`);
}

export function Decision({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const explanation = useExplanation(dispute);
  if (dispute.decisions.length === 0) return null;
  return (
    <Card title={say('decision.title')}>
      <Loaded of={explanation}>{(told) => <Told told={told} />}</Loaded>
    </Card>
  );
}

function Told({ told }: { told: Schema.Explanation }) {
  const say = useWords();
  const write = useFormat();
  const { decision, money, rights } = told;
  const why = whyOf(decision.code, say);
  const appeal = rights.find((one) => one.kind === 'appeal' && !one.is_over);
  return (
    <div className="o-stack">
      {money.standing === 'preliminary' ? (
        <Banner tone="warning">{say('decision.preliminary')}</Banner>
      ) : null}
      <p className="o-strong">
        {say(`verdict.${decision.for_party}`, {
          amount: write.money(money.granted),
          claimed: write.money(money.claimed),
        })}
      </p>
      {why ? <p>{why}</p> : null}
      {decision.because_merchant ? (
        <blockquote className="m-quote" dir="auto">
          {decision.because_merchant}
        </blockquote>
      ) : null}
      <Facts
        items={[
          [say('decision.at'), write.dateTime(decision.at)],
          [say('decision.by'), say(decision.automatic ? 'decision.rules' : 'decision.person')],
          [say('decision.borne'), money.merchant ? write.money(money.merchant.borne) : null],
          [
            say('stake.fee'),
            money.merchant && money.merchant.fee.amount_minor > 0 ? write.money(money.merchant.fee) : null,
          ],
          [say('decision.appeal'), appeal ? write.dateTime(appeal.until) : null],
        ]}
      />
      <details className="m-record">
        <summary>{say('decision.record')}</summary>
        <p className="o-small o-soft">{say('decision.recordAbout')}</p>
        <div className="m-text" lang={told.language}>
          {told.text}
        </div>
      </details>
    </div>
  );
}
