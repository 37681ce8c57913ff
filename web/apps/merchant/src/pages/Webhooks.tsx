// Where events are sent to.

import { Badge, Button, Card, Checkbox, EmptyState, PageHead, Table, TextField, useToast } from '@ombud/ui';
import { Link } from '@tanstack/react-router';
import { Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { useAct, useTopics, useWebhooks } from '../data/queries.ts';
import { useFailure } from '../parts/failure.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Secret } from '../parts/secret.tsx';
import { TOPICS } from '../parts/topics.ts';

export function Webhooks() {
  const say = useWords();
  const write = useFormat();
  const webhooks = useWebhooks();
  return (
    <div className="o-page">
      <title>{say('nav.webhooks')}</title>
      <PageHead title={say('nav.webhooks')}>{say('webhooks.lead')}</PageHead>
      <Loaded of={webhooks}>
        {(all) => (
          <Table
            label={say('nav.webhooks')}
            rows={all}
            rowId={(one) => one.id}
            empty={
              <EmptyState icon={WebhookIcon} title={say('webhooks.none')}>
                {say('webhooks.noneAbout')}
              </EmptyState>
            }
            columns={[
              {
                id: 'url',
                label: say('webhooks.url'),
                cell: (one) => (
                  <Link to="/webhooks/$webhookId" params={{ webhookId: one.id }} className="o-wrap">
                    {one.url}
                  </Link>
                ),
              },
              {
                id: 'topics',
                label: say('webhooks.topics'),
                cell: (one) =>
                  one.topics.length === 0 ? say('webhooks.allTopics') : String(one.topics.length),
              },
              { id: 'state', label: say('col.state'), cell: (one) => <ActiveBadge active={one.active} /> },
              { id: 'made', label: say('made'), cell: (one) => write.day(one.created_at) },
            ]}
          />
        )}
      </Loaded>
      <New />
    </div>
  );
}

export function ActiveBadge({ active }: { active: boolean }) {
  const say = useWords();
  return (
    <Badge tone={active ? 'success' : 'warning'} icon={null}>
      {say(active ? 'webhooks.active' : 'webhooks.off')}
    </Badge>
  );
}

export function TopicChoice(props: { chosen: string[]; onChange: (topics: string[]) => void }) {
  const say = useWords();
  const topics = useTopics().data ?? TOPICS.map((name) => ({ name, about: '' }));
  const aboutOf = ({ name, about }: { name: string; about: string }) => {
    const known = TOPICS.find((topic) => topic === name);
    return known ? say(`topic.${known}`) : about;
  };
  return (
    <fieldset className="m-fieldset">
      <legend className="o-label">{say('webhooks.topics')}</legend>
      <p className="o-description">{say('webhooks.topicsAbout')}</p>
      {topics.map((topic) => (
        <Checkbox
          key={topic.name}
          isSelected={props.chosen.includes(topic.name)}
          onChange={(isOn) =>
            props.onChange(
              isOn ? [...props.chosen, topic.name] : props.chosen.filter((one) => one !== topic.name),
            )
          }
        >
          <span className="m-topic">
            {aboutOf(topic)}
            <code className="o-small o-soft">{topic.name}</code>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}

function New() {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { merchantId } = useSession();
  const [url, setUrl] = useState('https://');
  const [topics, setTopics] = useState<string[]>([]);
  const make = useAct(() =>
    api.post('/v1/webhooks', { body: { url: url.trim(), topics, merchant_id: merchantId } }),
  );
  return (
    <Card title={say('webhooks.new')}>
      <form
        className="m-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(undefined, { onError: (error) => toast({ tone: 'danger', text: failure(error) }) });
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
        {make.data?.secret ? <Secret value={make.data.secret} /> : null}
        <div>
          <Button type="submit" variant="primary" isPending={make.isPending}>
            {say('webhooks.make')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
