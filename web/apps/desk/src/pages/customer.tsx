//! One customer: everything on one timeline, and what helps them.

import { NEEDS, type Schema } from '@ombud/client';
import {
  Badge,
  Button,
  Card,
  Checkbox,
  DateTime,
  Dialog,
  EmptyState,
  Facts,
  Icon,
  IconButton,
  PageHead,
  Select,
  TextField,
  useFormat,
  useToast,
} from '@ombud/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { HeartHandshake, MessageCircle, Phone, Plus, SearchX, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { NotRead } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { MoneyTimeline } from '../context/money-timeline.tsx';
import {
  useComplaintsOf,
  useConversationsOf,
  useCustomer,
  useCustomerName,
  useCustomerTimeline,
  useDisputesOf,
  useSupportNeeds,
} from '../context/queries.ts';
import { useProblemToast } from '../inbox/actions.ts';
import { useT, useWord, type DeskKey } from '../words/index.ts';
import { CobrowsedCard } from './cobrowse/on-customer.tsx';
import { ComplaintState } from './complaints.tsx';
import { StateBadge } from './disputes.tsx';

export function CustomerPage() {
  const t = useT();
  const format = useFormat();
  const { id = '' } = useParams({ strict: false });
  // Where an order was looked for, the page opens at it.
  const { order } = useSearch({ strict: false }) as { order?: string };
  const asked = useCustomer(id);
  const customer = asked.data;
  const { data: conversations } = useConversationsOf(id);
  const name = useCustomerName(id);
  // A visitor is no customer of the feed, and is known by what they wrote.
  if (customer === null && conversations?.length === 0) {
    return (
      <div className="o-page">
        <EmptyState icon={SearchX} title={t('customer.missing.title')}>
          {t('customer.missing.text', { id })}
        </EmptyState>
      </div>
    );
  }
  if (asked.error) return <NotRead error={asked.error} retry={() => void asked.refetch()} />;
  return (
    <div className="o-page">
      <PageHead title={name ?? id}>
        {name ? (
          <>
            <code>{id}</code> ·{' '}
          </>
        ) : null}
        {t('page.customer.about')}
      </PageHead>
      <div className="d-bench">
        <div className="o-stack">
          <Card title={t('context.money')}>
            <MoneyTimeline key={order} customerId={id} orderId={order} />
          </Card>
        </div>
        <aside className="o-stack" aria-label={t('context.person')}>
          {customer ? (
            <Card title={t('context.person')}>
              <Facts
                items={[
                  [t('sign_in.email'), customer.email],
                  [t('customer.language'), customer.language ? format.language(customer.language) : null],
                  [t('customer.since'), <DateTime key="since" at={customer.since} show="day" />],
                  [t('customer.country'), format.region(customer.jurisdiction)],
                ]}
              />
            </Card>
          ) : null}
          <NeedsCard customerId={id} />
          <ConversationsCard customerId={id} />
          <CobrowsedCard customerId={id} />
          <CasesCard customerId={id} />
        </aside>
      </div>
    </div>
  );
}

function NeedsCard({ customerId }: { customerId: string }) {
  const t = useT();
  const word = useWord();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const { data: needs = [] } = useSupportNeeds(customerId);
  const [isAdding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: (support_need_id: string) =>
      api.delete('/v1/customers/{customer_id}/support-needs/{support_need_id}', {
        path: { customer_id: customerId, support_need_id },
      }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['needs', customerId] }),
    onError: problem,
  });
  return (
    <Card
      title={t('needs.title')}
      actions={<IconButton icon={Plus} size="s" label={t('needs.add')} onPress={() => setAdding(true)} />}
    >
      <div className="o-stack">
        <p className="o-small o-soft">{t('needs.about')}</p>
        {needs.length === 0 ? <p>{t('needs.none')}</p> : null}
        <ul className="d-needs">
          {needs.map((need) => (
            <li key={need.id} className="o-row">
              <Icon of={HeartHandshake} size={16} />
              <span className="o-grow">
                <strong>{word('need', need.need)}</strong> {need.note}
                <span className="o-small o-soft d-block">
                  {t('needs.review')} <DateTime at={need.review_on} show="day" />
                </span>
              </span>
              <IconButton
                icon={Trash2}
                size="s"
                label={t('needs.remove', { need: word('need', need.need) })}
                onPress={() => remove.mutate(need.id)}
              />
            </li>
          ))}
        </ul>
      </div>
      <AddNeedDialog customerId={customerId} isOpen={isAdding} onOpenChange={setAdding} />
    </Card>
  );
}

function AddNeedDialog({
  customerId,
  isOpen,
  onOpenChange,
}: {
  customerId: string;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [need, setNeed] = useState<Schema.Need | null>(null);
  const [note, setNote] = useState('');
  const [hasConsent, setConsent] = useState(false);
  const add = useMutation({
    mutationFn: () =>
      api.post('/v1/customers/{customer_id}/support-needs', {
        path: { customer_id: customerId },
        body: { need: need ?? 'plain_language', note: note || undefined, purpose: 'service', consent: true },
      }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('needs.saved') });
      void cache.invalidateQueries({ queryKey: ['needs', customerId] });
      onOpenChange(false);
    },
    onError: problem,
  });
  return (
    <Dialog
      title={t('needs.add')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <Button
          variant="primary"
          isDisabled={!need || !hasConsent}
          isPending={add.isPending}
          onPress={() => add.mutate()}
        >
          {t('needs.save')}
        </Button>
      }
    >
      <p className="o-soft">{t('needs.texas')}</p>
      <Select
        label={t('needs.which')}
        value={need}
        onChange={setNeed}
        options={NEEDS.map((id) => ({ id, label: t(`need.${id}` as DeskKey) }))}
      />
      <TextField
        label={t('needs.note')}
        description={t('needs.note.help')}
        rows={2}
        value={note}
        onChange={setNote}
      />
      <Checkbox isSelected={hasConsent} onChange={setConsent}>
        {t('needs.consent')}
      </Checkbox>
    </Dialog>
  );
}

function ConversationsCard({ customerId }: { customerId: string }) {
  const t = useT();
  const word = useWord();
  const { data: conversations = [] } = useConversationsOf(customerId);
  const { data: timeline = [] } = useCustomerTimeline(customerId);
  const calls = timeline.filter((entry) => entry.kind === 'call');
  return (
    <Card title={t('customer.conversations')}>
      {conversations.length + calls.length === 0 ? (
        <p className="o-soft">{t('customer.no_conversations')}</p>
      ) : null}
      <ul className="d-needs">
        {conversations.map((one) => (
          <li key={one.id} className="o-row">
            <Icon of={MessageCircle} size={16} />
            <Link to="/inbox/$view/$id" params={{ view: 'open', id: one.id }} className="o-grow o-truncate">
              #{one.number} {one.subject ?? one.last?.preview}
            </Link>
            <Badge>{word('conversation', one.state)}</Badge>
          </li>
        ))}
        {calls.map((call) => (
          <li key={`${call.at}-${call.title}`} className="o-row">
            <Icon of={Phone} size={16} />
            <span className="o-grow">{call.title}</span>
            <DateTime at={call.at} show="day" />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function CasesCard({ customerId }: { customerId: string }) {
  const t = useT();
  const word = useWord();
  const { data: disputes = [] } = useDisputesOf(customerId);
  const { data: complaints = [] } = useComplaintsOf(customerId);
  return (
    <Card title={t('customer.cases')}>
      {disputes.length + complaints.length === 0 ? (
        <p className="o-soft">{t('customer.no_cases')}</p>
      ) : (
        <ul className="d-needs">
          {disputes.map((one) => (
            <li key={one.id} className="o-row">
              <Link to="/disputes/$id" params={{ id: one.id }} className="o-grow">
                {word('reason', one.reason)}
              </Link>
              <StateBadge dispute={one} />
            </li>
          ))}
          {complaints.map((one) => (
            <li key={one.id} className="o-row">
              <Link to="/complaints/$id" params={{ id: one.id }} className="o-grow o-truncate">
                {one.text}
              </Link>
              <ComplaintState complaint={one} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
