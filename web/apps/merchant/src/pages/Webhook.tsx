// One endpoint: what it is told, whether that arrives, and each delivery with a way to send it again.

import {
  Badge,
  Banner,
  Button,
  Card,
  ConfirmDialog,
  DateTime,
  EmptyState,
  Icon,
  PageHead,
  Table,
  TextField,
  useToast,
  type Tone,
} from '@ombud/ui';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, Inbox, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useWords, type Say } from '../app/words.ts';
import { useAct, useDeliveries, useWebhook } from '../data/queries.ts';
import { useFailure } from '../parts/failure.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Secret } from '../parts/secret.tsx';
import { ActiveBadge, TopicChoice } from './Webhooks.tsx';

const route = getRouteApi('/webhooks/$webhookId');
type Hook = NonNullable<ReturnType<typeof useWebhook>['data']>;
type Delivery = NonNullable<ReturnType<typeof useDeliveries>['data']>[number];

export function Webhook() {
  const say = useWords();
  const { webhookId } = route.useParams();
  const webhook = useWebhook(webhookId);
  return (
    <div className="o-page">
      <Link to="/webhooks" className="m-back">
        <Icon of={ArrowLeft} size={16} />
        {say('nav.webhooks')}
      </Link>
      <Loaded of={webhook}>
        {(found) => (
          <>
            <title>{found.url}</title>
            <PageHead title={say('webhook.title')} actions={<ActiveBadge active={found.active} />}>
              <span className="o-wrap">{found.url}</span>
            </PageHead>
            {found.disabled_reason ? (
              <Banner tone="warning" title={say('webhook.disabled')}>
                {found.disabled_reason}
              </Banner>
            ) : null}
            <Deliveries webhook={found} />
            <Change key={found.updated_at} webhook={found} />
          </>
        )}
      </Loaded>
    </div>
  );
}

const TONES: Partial<Record<string, Tone>> = {
  succeeded: 'success',
  failed: 'danger',
  pending: 'info',
};

/** How a delivery stands; a state that is new to this page keeps its name. */
function stateName(state: string, say: Say): string {
  const known = (['pending', 'succeeded', 'failed'] as const).find((one) => one === state);
  return known ? say(`delivery.state.${known}`) : state;
}

function Deliveries({ webhook }: { webhook: Hook }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const deliveries = useDeliveries(webhook.id);
  const resend = useAct((delivery: string) =>
    api.post('/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/resend', {
      path: { webhook_id: webhook.id, delivery_id: delivery },
    }),
  );
  const again = (delivery: Delivery) =>
    resend.mutate(delivery.id, {
      onSuccess: () => toast({ tone: 'success', text: say('delivery.again') }),
      onError: (error) => toast({ tone: 'danger', text: failure(error) }),
    });
  return (
    <section className="o-stack">
      <h2>{say('delivery.title')}</h2>
      <Loaded of={deliveries}>
        {(all) => (
          <Table
            label={say('delivery.title')}
            rows={all}
            rowId={(one) => one.id}
            empty={<EmptyState icon={Inbox} title={say('delivery.none')} />}
            columns={[
              {
                id: 'at',
                label: say('csv.at'),
                sortBy: (one) => one.created_at,
                cell: (one) => <DateTime at={one.created_at} />,
              },
              {
                id: 'topic',
                label: say('delivery.topic'),
                sortBy: (one) => one.topic,
                cell: (one) => <code>{one.topic}</code>,
              },
              {
                id: 'state',
                label: say('col.state'),
                sortBy: (one) => one.state,
                cell: (one) => (
                  <span className="m-two">
                    <Badge tone={TONES[one.state] ?? 'neutral'} icon={null}>
                      {stateName(one.state, say)}
                    </Badge>
                    {one.last_status || one.last_error ? (
                      <span className="o-small o-soft o-wrap">
                        {[one.last_status, one.last_error].filter(Boolean).join(' · ')}
                      </span>
                    ) : null}
                  </span>
                ),
              },
              {
                id: 'attempts',
                label: say('delivery.attempts'),
                align: 'end',
                sortBy: (one) => one.attempts,
                cell: (one) => one.attempts,
              },
              {
                id: 'again',
                label: say('delivery.act'),
                cell: (one) =>
                  one.ended_at ? (
                    <Button size="s" icon={RotateCcw} onPress={() => again(one)}>
                      {say('delivery.resend')}
                    </Button>
                  ) : (
                    <span className="o-small o-soft">
                      {say('delivery.next')} <DateTime at={one.next_try_at} show="relative" />
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}

function Change({ webhook }: { webhook: Hook }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const go = useNavigate();
  const [url, setUrl] = useState(webhook.url);
  const [topics, setTopics] = useState(webhook.topics);
  const [isAsked, setAsked] = useState(false);
  const path = { webhook_id: webhook.id };
  const failed = (error: unknown) => toast({ tone: 'danger', text: failure(error) });
  const done = () => toast({ tone: 'success', text: say('saved') });
  const change = useAct((body: { url?: string; topics?: string[]; active?: boolean }) =>
    api.post('/v1/webhooks/{webhook_id}/change', { path, body }),
  );
  const rotate = useAct(() => api.post('/v1/webhooks/{webhook_id}/rotate-secret', { path }));
  const remove = useAct(() => api.post('/v1/webhooks/{webhook_id}/remove', { path }));
  return (
    <Card title={say('webhook.change')}>
      <form
        className="m-form"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ url: url.trim(), topics }, { onSuccess: done, onError: failed });
        }}
      >
        <TextField
          label={say('webhooks.url')}
          type="url"
          value={url}
          onChange={setUrl}
          isRequired
          maxLength={2_000}
        />
        <TopicChoice chosen={topics} onChange={setTopics} />
        {rotate.data?.secret ? <Secret value={rotate.data.secret} /> : null}
        <div className="o-row">
          <Button type="submit" variant="primary" isPending={change.isPending}>
            {say('save')}
          </Button>
          <Button
            onPress={() => change.mutate({ active: !webhook.active }, { onSuccess: done, onError: failed })}
          >
            {say(webhook.active ? 'webhook.stop' : 'webhook.start')}
          </Button>
          <Button onPress={() => rotate.mutate(undefined, { onError: failed })} isPending={rotate.isPending}>
            {say('webhook.rotate')}
          </Button>
          <Button variant="quiet" onPress={() => setAsked(true)}>
            {say('webhook.remove')}
          </Button>
        </div>
        <p className="o-small o-soft">{say('webhook.rotateAbout')}</p>
      </form>
      <ConfirmDialog
        title={say('webhook.remove')}
        isOpen={isAsked}
        onOpenChange={setAsked}
        confirmLabel={say('webhook.remove')}
        variant="danger"
        onConfirm={() =>
          remove.mutate(undefined, { onSuccess: () => void go({ to: '/webhooks' }), onError: failed })
        }
        isPending={remove.isPending}
      >
        <p>{say('webhook.removeAbout')}</p>
      </ConfirmDialog>
    </Card>
  );
}
