//! What an action would do, side by side with what is: nothing is confirmed unseen.

import { Badge, Banner, Facts, Icon, Money, useFormat } from '@ombud/ui';
import { ArrowRight, MessageSquareText, Scale } from 'lucide-react';
import type { Preview, PreviewInstalment } from '../api/shapes.ts';
import { useT, useWord, type DeskKey } from '../words/index.ts';

export function PreviewPanel({ preview }: { preview: Preview }) {
  const t = useT();
  const format = useFormat();
  const { reversible, approval, cost, policy, message } = preview;
  return (
    <div className="o-stack">
      {preview.allowed ? null : (
        <Banner tone="danger" title={t('preview.refused')}>
          {preview.refused_because}
        </Banner>
      )}
      {preview.plan ? <PlanChange before={preview.plan.before} after={preview.plan.after} /> : null}
      {preview.balances.length > 0 ? (
        <dl className="d-changes">
          {preview.balances.map((line) => (
            <div key={line.who} className="d-change">
              <dt>{t(`balance.${line.who}` as DeskKey)}</dt>
              <dd className="o-row">
                <span className="o-soft">
                  <Money value={line.before} />
                </span>
                <Icon of={ArrowRight} size={14} />
                <span className="o-hidden">{t('preview.becomes')}</span>
                <strong>
                  <Money value={line.after} />
                </strong>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <Facts
        items={[
          [
            t('preview.cost'),
            cost ? (
              <span key="cost">
                {t(`bearer.${cost.bearer}` as DeskKey)} <Money value={cost.amount} />
              </span>
            ) : (
              t('bearer.nobody')
            ),
          ],
          [
            t('preview.approval'),
            approval.needed ? (
              <Badge key="approval" tone="warning">
                {t('preview.approval.needed', { from: approval.from ?? '' })}
              </Badge>
            ) : (
              t('preview.approval.none')
            ),
          ],
          [
            t('preview.reversible'),
            reversible.how === 'until'
              ? t('preview.reversible.until', {
                  until: reversible.until ? format.dateTime(reversible.until) : '',
                })
              : t(`preview.reversible.${reversible.how}` as DeskKey),
          ],
        ]}
      />
      {policy ? (
        <p className="d-brief-line" data-tone="neutral">
          <Icon of={Scale} size={14} />
          <span>
            {policy.text}{' '}
            <code className="o-faint">
              {policy.clause} · {policy.version}
            </code>
          </span>
        </p>
      ) : null}
      {message ? (
        <figure className="d-message-preview">
          <figcaption className="o-small o-soft o-row">
            <Icon of={MessageSquareText} size={14} />
            {t('preview.message', { language: format.language(message.language) })}
          </figcaption>
          <blockquote lang={message.language}>{message.text}</blockquote>
        </figure>
      ) : null}
    </div>
  );
}

/** The plan before and after, a line for each instalment; what changes is marked in words too. */
function PlanChange({ before, after }: { before: PreviewInstalment[]; after: PreviewInstalment[] }) {
  const t = useT();
  const format = useFormat();
  const word = useWord();
  const numbers = [...new Set([...before, ...after].map((one) => one.number))].sort((a, b) => a - b);
  const cell = (one: PreviewInstalment | undefined) =>
    one ? (
      <>
        <span className="o-num">{format.shortDay(one.due_on)}</span> <Money value={one.amount} />{' '}
        <span className="o-small o-soft">{word('state', one.state)}</span>
      </>
    ) : (
      '–'
    );
  return (
    <table className="o-table d-plan-change">
      <thead>
        <tr>
          <th scope="col">{t('preview.instalment')}</th>
          <th scope="col">{t('preview.now')}</th>
          <th scope="col">{t('preview.then')}</th>
        </tr>
      </thead>
      <tbody>
        {numbers.map((number) => {
          const was = before.find((one) => one.number === number);
          const will = after.find((one) => one.number === number);
          const isChanged = JSON.stringify(was) !== JSON.stringify(will);
          return (
            <tr key={number} data-changed={isChanged}>
              <th scope="row" className="o-num">
                {number}
              </th>
              <td>{cell(was)}</td>
              <td>
                {cell(will)} {isChanged ? <Badge tone="accent">{t('preview.changed')}</Badge> : null}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
