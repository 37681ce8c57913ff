//! What one must know beside the thread: why the customer is here, their money, their dispute, how to treat them well.

import type { Conversation } from '@ombud/client';
import {
  Badge,
  Button,
  Card,
  DateTime,
  EmptyState,
  Icon,
  Money,
  Skeleton,
  Tabs,
  useLanguage,
  type Tone,
} from '@ombud/ui';
import { Link } from '@tanstack/react-router';
import {
  Angry,
  Annoyed,
  Banknote,
  BookOpen,
  Flag,
  Frown,
  Meh,
  Smile,
  Sparkles,
  type LucideIcon,
} from 'lucide-react';
import { useRef, useState } from 'react';
import type { Brief } from '../api/shapes.ts';
import { useKeys } from '../keys/use-keys.ts';
import { useConversation, useThread } from '../inbox/hooks.ts';
import { useT, useWord, type DeskKey } from '../words/index.ts';
import { BriefLine, BriefNeeds, BriefNext, BriefTold, InShort } from './brief-lines.tsx';
import { briefOf, deadlinesOf, reasonWords, sourcesOf, together } from './brief.ts';
import { DisputeBrief } from './dispute-brief.tsx';
import { MoneyTimeline } from './money-timeline.tsx';
import { disputeOf, openDisputes } from './purchase.ts';
import { useBrief, useDisputesOf, useOrderFile, usePurchase, useSupportNeeds } from './queries.ts';

const MOODS: Record<string, { icon: LucideIcon; tone: Tone }> = {
  calm: { icon: Smile, tone: 'success' },
  worried: { icon: Meh, tone: 'info' },
  upset: { icon: Annoyed, tone: 'warning' },
  angry: { icon: Angry, tone: 'danger' },
  distressed: { icon: Frown, tone: 'danger' },
};

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

export function Context({ id }: { id: string }) {
  const t = useT();
  const conversation = useConversation(id);
  const { order, choose } = usePurchase(conversation, id);
  const [tab, setTab] = useState('money');
  const sources = useRef<HTMLDivElement>(null);
  useKeys({ sources: () => sources.current?.focus() });
  if (!conversation) return <aside className="d-context" aria-label={t('context.label')} />;
  return (
    <aside className="d-context" aria-label={t('context.label')}>
      <BriefCard conversation={conversation} sourcesRef={sources} />
      <PriorityCard conversation={conversation} />
      <Tabs
        label={t('context.label')}
        selected={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'money',
            label: t('context.money'),
            content: (
              <MoneyTimeline customerId={conversation.customer_id} orderId={order} onChoose={choose} />
            ),
          },
          {
            id: 'dispute',
            label: t('context.dispute'),
            content: <DisputeTab conversation={conversation} order={order} onChoose={choose} />,
          },
          { id: 'person', label: t('context.person'), content: <PersonCard conversation={conversation} /> },
        ]}
      />
    </aside>
  );
}

/** The dispute of the purchase that is shown, and those of other purchases by name: nobody opens a second one unknowing. */
function DisputeTab(props: {
  conversation: Conversation;
  order: string | undefined;
  onChoose: (order: string) => void;
}) {
  const t = useT();
  const word = useWord();
  const { conversation, order, onChoose } = props;
  const { data: disputes = [], isPending } = useDisputesOf(conversation.customer_id);
  const shown = disputeOf(order, conversation.dispute_id, disputes);
  const others = openDisputes(disputes).filter((one) => one.id !== shown);
  if (isPending && !shown) return <Skeleton lines={5} />;
  return (
    <div className="o-stack">
      {shown ? (
        <DisputeBrief id={shown} />
      ) : others.length > 0 ? (
        <p className="o-soft">{t('context.no_dispute.here')}</p>
      ) : (
        <EmptyState icon={Flag} level={3} title={t('context.no_dispute.title')}>
          {t('context.no_dispute.text')}
        </EmptyState>
      )}
      {others.length > 0 ? (
        <section aria-label={t('context.other_disputes')}>
          <h3 className="d-mini">{t('context.other_disputes')}</h3>
          <ul className="d-orders">
            {others.map((one) => (
              <li key={one.id}>
                <Button size="s" variant="quiet" onPress={() => onChoose(one.order_id)}>
                  {word('reason', one.reason)} · {one.title}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function BriefCard({
  conversation,
  sourcesRef,
}: {
  conversation: Conversation;
  sourcesRef: React.RefObject<HTMLDivElement | null>;
}) {
  const t = useT();
  const { locale } = useLanguage();
  const { data: asked, isPending } = useBrief(conversation.id, locale);
  const { events } = useThread(conversation.id);
  const brief = together(asked, briefOf(events));
  const mood = brief?.mood ? MOODS[brief.mood] : undefined;
  return (
    <section className="o-card d-brief" aria-label={t('brief.title')}>
      <header className="o-row o-spread">
        <h2 className="d-eyebrow">
          <Icon of={Sparkles} size={14} />
          {t('brief.title')}
        </h2>
        {brief?.mood && mood ? (
          <Badge tone={mood.tone} icon={mood.icon}>
            {t(`mood.${brief.mood}` as DeskKey)}
          </Badge>
        ) : null}
      </header>
      {isPending && !brief ? (
        <Skeleton lines={3} />
      ) : brief ? (
        <BriefBody brief={brief} conversation={conversation} sourcesRef={sourcesRef} />
      ) : (
        <p className="o-soft">{t('brief.none')}</p>
      )}
    </section>
  );
}

/** How much it is about: what is still to be paid, and what is in dispute. */
function BriefMoney({ orderId }: { orderId: string }) {
  const t = useT();
  const { data: file } = useOrderFile(orderId);
  if (!file) return null;
  const amount_minor = file.plans.reduce((sum, plan) => sum + plan.outstanding.amount_minor, 0);
  return (
    <p className="d-brief-line" data-tone="neutral">
      <Icon of={Banknote} size={14} />
      <span>
        {t('money.outstanding')}: <Money value={{ currency: file.order.currency, amount_minor }} />
        {file.in_dispute.amount_minor > 0 ? (
          <>
            {' · '}
            {t('money.in_dispute')}: <Money value={file.in_dispute} />
          </>
        ) : null}
      </span>
    </p>
  );
}

function BriefBody({
  brief,
  conversation,
  sourcesRef,
}: {
  brief: Brief;
  conversation: Conversation;
  sourcesRef: React.RefObject<HTMLDivElement | null>;
}) {
  const t = useT();
  const word = useWord();
  return (
    <>
      <p className="d-brief-why">{brief.why}</p>
      {brief.summary && brief.summary !== brief.why ? <p>{brief.summary}</p> : null}
      {deadlinesOf(brief).map((one) => (
        <BriefLine key={one.what} icon={Flag} tone="warning">
          {capital(one.what)} <DateTime at={one.at} show="relative" />
        </BriefLine>
      ))}
      {conversation.order_id ? <BriefMoney orderId={conversation.order_id} /> : null}
      <BriefNeeds brief={brief} />
      <BriefNext brief={brief} conversation={conversation} />
      <InShort brief={brief} />
      <BriefTold brief={brief} />
      <BriefList
        title={t('brief.promised')}
        items={brief.promised.map((one) => ({ text: one.text, at: one.due_at }))}
      />
      <BriefList title={t('brief.ai_did')} items={brief.ai_did.map((text) => ({ text }))} />
      {brief.sources.length > 0 ? (
        <div className="d-sources" ref={sourcesRef} tabIndex={-1}>
          <h3 className="d-mini">{t('brief.sources')}</h3>
          <ul>
            {sourcesOf(brief.sources, (kind) => word('brief.source', kind)).map((source) => (
              <li key={source.id} className="d-source o-small">
                <Icon of={BookOpen} size={14} />
                <span>
                  {source.text} {source.ref ? <code className="o-faint o-wrap">{source.ref}</code> : null}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}

function BriefList({ title, items }: { title: string; items: { text: string; at?: string | null }[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <h3 className="d-mini">{title}</h3>
      <ul className="d-points">
        {items.map((item) => (
          <li key={item.text}>
            {item.text} {item.at ? <DateTime at={item.at} show="short" /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function PriorityCard({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const { priority } = conversation;
  if (priority.reasons.length === 0) return null;
  return (
    <details className="o-card d-priority" open={priority.level !== 'normal'}>
      <summary>
        <span className="o-strong">{t('priority.title')}</span>
        <span className="o-num o-soft">{t('priority.score', { score: priority.score })}</span>
      </summary>
      <ul>
        {priority.reasons.map((reason) => (
          <li key={`${reason.signal}-${reason.because}`} className="o-row o-spread">
            <span className="o-grow">{reasonWords(reason.because)}</span>
            <span className="o-num o-soft">+{reason.points}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function PersonCard({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const word = useWord();
  const { data: needs = [] } = useSupportNeeds(conversation.customer_id);
  return (
    <div className="o-stack">
      <Card
        title={t('needs.title')}
        level={3}
        actions={
          <Link to="/customers/$id" params={{ id: conversation.customer_id }} className="o-small">
            {t('context.whole_customer')}
          </Link>
        }
      >
        {needs.length === 0 ? (
          <p className="o-soft">{t('needs.none')}</p>
        ) : (
          <ul className="d-points">
            {needs.map((need) => (
              <li key={need.id}>
                <strong>{word('need', need.need)}</strong> {need.note}
                <div className="o-small o-soft">
                  {t('needs.review')} <DateTime at={need.review_on} show="day" />
                </div>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}
