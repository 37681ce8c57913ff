// Something was sent back: one short form, then the plan stands still and the reader knows until when.

import { isPaidUp, pausedUntil, pauseOf } from '@ombud/client';
import { Banner, Button, ButtonLink, TextField } from '@ombud/ui';
import { getRouteApi } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useReturnDays } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { useAct, useOrder, type OrderFile } from '../data/queries.ts';
import { ItemChoice } from '../parts/items.tsx';
import { Done } from '../parts/done.tsx';
import { Failed, Loaded, Page } from '../parts/page.tsx';
import { titleOf } from '../parts/status.tsx';

const TRACKING_CHARS_MAX = 100;
const route = getRouteApi('/purchases/$orderId/return');

export function ReportReturn() {
  const say = useWords();
  const { orderId } = route.useParams();
  const order = useOrder(orderId);
  return (
    <Loaded
      of={order}
      missing={say('missing.purchase')}
      back={{ label: say('nav.purchases'), to: '/purchases' }}
    >
      {(file) => <Form order={file} />}
    </Loaded>
  );
}

function Form({ order }: { order: OrderFile }) {
  const say = useWords();
  const write = useFormat();
  const days = useReturnDays();
  const [lines, setLines] = useState<string[]>([]);
  const [tracking, setTracking] = useState('');
  const path = { order_id: order.order.id };
  // With nothing left to pay there is nothing to pause: the money comes back.
  const isPaid = isPaidUp(order);
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
          title={
            until
              ? say('paused.until', { date: write.day(until) })
              : say(order.plans.some((plan) => pauseOf(plan)) ? 'paused' : 'return.done')
          }
        >
          {say(isPaid ? 'return.donePaid' : 'return.doneAbout')}
        </Done>
        <div className="o-row">
          <ButtonLink href={`/portal/purchases/${order.order.id}`}>{say('done.see')}</ButtonLink>
        </div>
      </Page>
    );
  }
  return (
    <Page
      title={say('return.title')}
      lead={isPaid ? say('return.leadPaid') : say('return.lead', { days })}
      back={back}
    >
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
