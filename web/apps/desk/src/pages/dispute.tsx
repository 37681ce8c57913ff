//! The workbench of one dispute: the facts, the evidence of both sides next to each other, what the rules say, the clocks.

import {
  Badge,
  Button,
  Card,
  DateTime,
  EmptyState,
  Facts,
  Icon,
  Money,
  PageHead,
  Skeleton,
  useFormat,
  useLanguage,
} from '@ombud/ui';
import type { Schema } from '@ombud/client';
import { Link, useParams } from '@tanstack/react-router';
import {
  Check,
  FileText,
  Gavel,
  ImageOff,
  MessageSquareText,
  Minus,
  Scale,
  SearchX,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { ActionsDialog } from '../actions/actions-dialog.tsx';
import { api } from '../app/services.ts';
import { Clocks } from '../context/dispute-brief.tsx';
import { MoneyTimeline } from '../context/money-timeline.tsx';
import { useCustomerName, useDispute, useExplanation, useOrderFile, useOutlook } from '../context/queries.ts';
import { keys, useKeys } from '../keys/use-keys.ts';
import { useT, useWord } from '../words/index.ts';
import { StateBadge } from './disputes.tsx';
import { ReadingOf } from './reading.tsx';
import { RuleFacts, useLacking } from './rule-facts.tsx';
import { WaitingRequests } from './request-dialog.tsx';
import { TriageCard } from './triage.tsx';

type OutlookRule = Schema.OutlookRule;

export function DisputePage() {
  const t = useT();
  const word = useWord();
  const { id = '' } = useParams({ strict: false });
  const { data: dispute, error } = useDispute(id);
  // The list of disputes names the shop; where the dispute alone does not, its purchase does.
  const { data: file } = useOrderFile(dispute?.order_id);
  const [isActing, setActing] = useState(false);
  useKeys({ actions: () => setActing(true) });
  if (error) {
    return (
      <div className="o-page">
        <EmptyState icon={SearchX} title={t('dispute.missing')} />
      </div>
    );
  }
  if (!dispute) {
    return (
      <div className="o-page">
        <Skeleton lines={10} height={24} />
      </div>
    );
  }
  return (
    <div className="o-page d-workbench">
      <PageHead
        title={word('reason', dispute.reason)}
        actions={
          dispute.state === 'closed' ? null : (
            <Button
              variant="primary"
              icon={Gavel}
              onPress={() => setActing(true)}
              aria-keyshortcuts={keys('actions')}
            >
              {t('dispute.act')}
            </Button>
          )
        }
      >
        <span className="o-row">
          <Money value={dispute.amount} />
          <StateBadge dispute={{ ...dispute, outcome: dispute.closing?.outcome }} />
          <span>
            {dispute.merchant_name ?? file?.merchant_name ?? dispute.merchant_id} ·{' '}
            <code>{dispute.order_id}</code>
          </span>
        </span>
      </PageHead>
      <WaitingRequests dispute={dispute} />
      <div className="d-bench">
        <div className="o-stack">
          <Rules dispute={dispute} />
          <div className="d-sides">
            <Side dispute={dispute} party="consumer" />
            <Side dispute={dispute} party="merchant" />
          </div>
        </div>
        <aside className="o-stack" aria-label={t('dispute.facts')}>
          <TriageCard dispute={dispute} />
          <FactsCard dispute={dispute} />
          <Card title={t('dispute.clocks')}>
            <Clocks clocks={dispute.clocks} />
          </Card>
          <Card title={t('context.money')}>
            <MoneyTimeline customerId={dispute.customer_id} orderId={dispute.order_id} />
          </Card>
        </aside>
      </div>
      <ActionsDialog
        target={{
          dispute_id: dispute.id,
          order_id: dispute.order_id,
          customer_id: dispute.customer_id,
          isOneOrder: true,
        }}
        isOpen={isActing}
        onOpenChange={setActing}
      />
    </div>
  );
}

function FactsCard({ dispute }: { dispute: Schema.Dispute }) {
  const t = useT();
  const word = useWord();
  const name = useCustomerName(dispute.customer_id);
  return (
    <Card title={t('dispute.facts')}>
      <Facts
        items={[
          [
            t('disputes.reason'),
            [
              word('reason', dispute.reason),
              ...(dispute.sub_issue === 'unspecified' ? [] : [word('sub_issue', dispute.sub_issue)]),
            ].join(', '),
          ],
          [t('dispute.claimed'), <Money key="claimed" value={dispute.claimed} />],
          [t('dispute.granted'), dispute.granted ? <Money key="granted" value={dispute.granted} /> : null],
          [t('dispute.held'), dispute.held ? <Money key="held" value={dispute.held.amount} /> : null],
          [t('disputes.opened'), <DateTime key="opened" at={dispute.opened_at} show="full" />],
          [t('dispute.framework'), word('framework', dispute.framework)],
          [
            t('dispute.customer'),
            <Link key="customer" to="/customers/$id" params={{ id: dispute.customer_id }}>
              {name ?? dispute.customer_id}
            </Link>,
          ],
          [t('dispute.liable'), dispute.closing ? word('liable', dispute.closing.liable) : null],
          [t('dispute.reopened'), dispute.reopened > 0 ? String(dispute.reopened) : null],
        ]}
      />
    </Card>
  );
}

const EVIDENCE_ICONS: Partial<Record<Schema.EvidenceType, LucideIcon>> = {
  photo: ImageOff,
  message: MessageSquareText,
  merchant_contact: MessageSquareText,
};

/** The evidence of one side, and what is still missing from it. */
function Side({ dispute, party }: { dispute: Schema.Dispute; party: 'consumer' | 'merchant' }) {
  const t = useT();
  const word = useWord();
  const items = dispute.evidence.filter((item) => item.party === party);
  const missing = party === 'consumer' ? dispute.customer_missing : dispute.merchant_missing;
  return (
    <Card title={t(`evidence.${party}`)} level={3}>
      <div className="o-stack">
        {party === 'consumer' && dispute.statement.text ? (
          <blockquote className="d-quote">{dispute.statement.text}</blockquote>
        ) : null}
        {items.length === 0 ? <p className="o-soft">{t('evidence.none')}</p> : null}
        {items.map((item) => (
          <article key={item.id} className="d-evidence">
            <header className="o-row o-spread">
              <span className="o-row o-strong">
                <Icon of={EVIDENCE_ICONS[item.type] ?? FileText} size={16} />
                {word('evidence', item.type)}
              </span>
              <span className="o-small o-faint">
                <DateTime at={item.received_at} show="day" />
              </span>
            </header>
            {item.text && item.text !== dispute.statement.text ? (
              <p className="d-plain">{item.text}</p>
            ) : null}
            {item.extracted ? <Extracted facts={item.extracted} /> : null}
            <div className="o-row">
              {item.file ? <FileButton dispute={dispute.id} item={item} /> : null}
              <Badge
                tone={
                  item.authenticity === 'suspicious'
                    ? 'danger'
                    : item.authenticity === 'clean'
                      ? 'success'
                      : 'neutral'
                }
              >
                {word('authenticity', item.authenticity)}
              </Badge>
              {item.late ? <Badge tone="warning">{t('evidence.late')}</Badge> : null}
            </div>
            {item.file ? <ReadingOf dispute={dispute} item={item} /> : null}
          </article>
        ))}
        {missing.map((one) => (
          <p key={one.words} className="d-brief-line" data-tone="warning">
            <Icon of={Minus} size={14} />
            <span>{t('evidence.missing', { what: one.words })}</span>
          </p>
        ))}
      </div>
    </Card>
  );
}

function FileButton({ dispute, item }: { dispute: string; item: Schema.EvidenceItem }) {
  const save = async () => {
    const blob = await api.file(`/v1/disputes/${dispute}/evidence/${item.id}/file`);
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement('a'), { href: url, download: item.file?.name ?? item.id }).click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button size="s" icon={FileText} onPress={() => void save()}>
      {item.file?.name ?? item.type}
    </Button>
  );
}

function Extracted({ facts }: { facts: Schema.Extracted }) {
  const t = useT();
  return (
    <Facts
      items={[
        [t('extracted.carrier'), facts.carrier],
        [t('extracted.tracking'), facts.tracking_id ? <code key="tracking">{facts.tracking_id}</code> : null],
        [
          t('extracted.shipped'),
          facts.shipped_at ? <DateTime key="shipped" at={facts.shipped_at} show="full" /> : null,
        ],
        [
          t('extracted.delivered'),
          facts.delivered_at ? <DateTime key="delivered" at={facts.delivered_at} show="full" /> : null,
        ],
        [
          t('extracted.address'),
          facts.address
            ? [facts.address.line1, facts.address.postal_code, facts.address.city].filter(Boolean).join(', ')
            : null,
        ],
        [t('extracted.recipient'), facts.recipient],
        [
          t('extracted.returned'),
          facts.returned_at ? <DateTime key="returned" at={facts.returned_at} show="full" /> : null,
        ],
      ]}
    />
  );
}

function RuleList({ rules }: { rules: readonly OutlookRule[] }) {
  const t = useT();
  const lacking = useLacking();
  return (
    <ul className="d-rules">
      {rules.map((rule) => (
        <li key={rule.id} data-fires={rule.fires}>
          <Icon of={rule.fires ? Check : Minus} size={16} />
          <span className="o-grow">
            {rule.text} <code className="o-faint">{rule.id}</code>
            {rule.lacking.length > 0 ? (
              <span className="o-small o-soft d-block">
                {t('rules.lacks', { what: lacking(rule.lacking) })}
              </span>
            ) : null}
          </span>
          {rule.fires ? <Badge tone="success">{t('rules.fires')}</Badge> : null}
        </li>
      ))}
    </ul>
  );
}

/** Rules that do not apply, and what each of them would need: folded, as there are many. */
function SilentRules({ rules }: { rules: readonly OutlookRule[] }) {
  const t = useT();
  if (rules.length === 0) return null;
  return (
    <details className="d-silent">
      <summary className="o-soft">{t('rules.others', { count: rules.length })}</summary>
      <RuleList rules={rules} />
    </details>
  );
}

/** The decision as it was kept. Who reads another language reads the rules that fired first, and this where they want it. */
function Record({ text, language, isTold }: { text: string; language: string; isTold: boolean }) {
  const t = useT();
  const format = useFormat();
  const { locale } = useLanguage();
  const record = (
    <p className="d-plain" lang={language}>
      {text}
    </p>
  );
  if (!isTold || locale.startsWith(language)) return record;
  return (
    <details className="d-silent">
      <summary className="o-soft">{t('rules.record', { language: format.language(language) })}</summary>
      {record}
    </details>
  );
}

/** What the rules decided, or what they would say now. */
function Rules({ dispute }: { dispute: Schema.Dispute }) {
  const t = useT();
  const word = useWord();
  const isDecided = dispute.decisions.length > 0;
  const { data: explanation } = useExplanation(dispute.id, isDecided);
  const { data: outlook } = useOutlook(dispute.id);
  // Most rules are about other cases: what fires is read first.
  const fired = outlook?.rules.filter((rule) => rule.fires) ?? [];
  return (
    <Card title={isDecided ? t('rules.decided') : t('rules.title')}>
      <div className="o-stack">
        {explanation ? (
          <>
            <Record text={explanation.text} language={explanation.language} isTold={fired.length > 0} />
            <p className="o-row o-small o-soft">
              <Icon of={Scale} size={14} />
              <code>{explanation.decision.rules.join(', ')}</code>{' '}
              <code>{explanation.decision.policy_version}</code>
              {explanation.decision.automatic ? <Badge tone="ai">{t('rules.automatic')}</Badge> : null}
            </p>
          </>
        ) : null}
        {outlook ? (
          <>
            {outlook.outcome ? (
              <p className="d-brief-line" data-tone="accent">
                <Icon of={Gavel} size={16} />
                <span>{t('rules.would', { outcome: word('outcome', outlook.outcome) })}</span>
              </p>
            ) : null}
            <RuleList rules={fired} />
            <SilentRules rules={outlook.rules.filter((rule) => !rule.fires)} />
            <RuleFacts facts={outlook.facts} />
          </>
        ) : null}
        {!explanation && !outlook ? <p className="o-soft">{t('rules.none')}</p> : null}
      </div>
    </Card>
  );
}
