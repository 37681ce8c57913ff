// Something was sent back: one short form, then the plan stands still and the reader knows until when.

import { pausedUntil } from '@ombud/client';
import { Banner, Button, ButtonLink, TextField } from '@ombud/ui';
import { getRouteApi } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, useWriters } from '../app/words.ts';
import { useAct, useOrder, type OrderFile } from '../data/queries.ts';
import { ItemChoice } from '../parts/items.tsx';
import { Done } from '../parts/done.tsx';
import { Failed, Loaded, Page } from '../parts/page.tsx';
import { titleOf } from '../parts/status.tsx';

const RETURN_PAUSE_DAYS = 28;
const TRACKING_CHARS_MAX = 100;
const route = getRouteApi('/purchases/$orderId/return');

export function ReportReturn() {
  const { orderId } = route.useParams();
  const order = useOrder(orderId);
  return <Loaded of={order}>{(file) => <Form order={file} />}</Loaded>;
}

function Form({ order }: { order: OrderFile }) {
  const say = useWords();
  const write = useWriters();
  const { company } = useSession();
  const [lines, setLines] = useState<string[]>([]);
  const [tracking, setTracking] = useState('');
  const path = { order_id: order.order.id };
  const report = useAct(() =>
    api.post('/v1/orders/{order_id}/returns', {
      path,
      body: {
        ...(lines.length > 0 ? { lines } : {}),
        ...(tracking.trim() ? { tracking_id: tracking.trim() } : {}),
      },
    }),
  );
  const back = {
    label: titleOf(order, say),
    link: { to: '/purchases/$orderId', params: { orderId: order.order.id } },
  } as const;
  if (report.isSuccess) {
    const until = order.plans.map(pausedUntil).find(Boolean);
    return (
      <Page title={say('return.done')} back={back}>
        <Done
          icon={CircleCheck}
          title={until ? say('paused.until', { date: write.day(until) }) : say('paused')}
        >
          {say('return.doneAbout')}
        </Done>
        <div className="o-row">
          <ButtonLink href={`/portal/purchases/${order.order.id}`}>{say('done.see')}</ButtonLink>
        </div>
      </Page>
    );
  }
  const days = company.pauses?.return_days ?? RETURN_PAUSE_DAYS;
  return (
    <Page title={say('return.title')} lead={say('return.lead', { days })} back={back}>
      {order.returns.length > 0 ? <Banner tone="info">{say('return.known')}</Banner> : null}
      <form
        className="p-form"
        onSubmit={(event) => {
          event.preventDefault();
          report.mutate(undefined);
        }}
      >
        <ItemChoice label={say('return.what')} order={order} chosen={lines} onChange={setLines} />
        <TextField
          label={say('return.tracking')}
          description={say('return.trackingAbout')}
          value={tracking}
          onChange={setTracking}
          maxLength={TRACKING_CHARS_MAX}
        />
        {report.error ? <Failed error={report.error} /> : null}
        <div>
          <Button type="submit" variant="primary" size="l" isPending={report.isPending}>
            {say('return.send')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
