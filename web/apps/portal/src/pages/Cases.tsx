// All cases, the running ones first.

import { summaryStatus } from '@ombud/client';
import { EmptyState } from '@ombud/ui';
import { Scale } from 'lucide-react';
import { useWords, useFormat } from '../app/words.ts';
import { useCases, useComplaints } from '../data/queries.ts';
import { LinkRow, Loaded, Page, Part } from '../parts/page.tsx';
import { reasonKey, shopOf, stepSentence, TurnBadge } from '../parts/status.tsx';

type Summary = NonNullable<ReturnType<typeof useCases>['data']>[number];

export function Cases() {
  const say = useWords();
  const cases = useCases();
  const complaints = useComplaints();
  return (
    <Page title={say('nav.cases')} lead={say('cases.lead')}>
      <Loaded of={cases}>
        {(all) => {
          const open = all.filter((one) => one.state !== 'closed');
          const closed = all.filter((one) => one.state === 'closed');
          if (all.length === 0)
            return (
              <EmptyState icon={Scale} title={say('cases.none')}>
                {say('cases.noneAbout')}
              </EmptyState>
            );
          return (
            <>
              {open.length > 0 ? <List title={say('cases.open')} cases={open} /> : null}
              {closed.length > 0 ? <List title={say('cases.closed')} cases={closed} /> : null}
            </>
          );
        }}
      </Loaded>
      {(complaints.data?.length ?? 0) > 0 ? (
        <Part title={say('complaints.title')}>
          <div className="p-rows">
            <LinkRow
              link={{ to: '/help/complaints' }}
              icon={Scale}
              title={say('complaints.mine', { count: complaints.data?.length ?? 0 })}
            />
          </div>
        </Part>
      ) : null}
    </Page>
  );
}

function List({ title, cases }: { title: string; cases: Summary[] }) {
  const say = useWords();
  const write = useFormat();
  return (
    <Part title={title}>
      <div className="p-rows">
        {cases.map((one) => {
          const status = summaryStatus(one);
          const about =
            one.state === 'closed' && one.outcome
              ? say(`outcome.${one.outcome}`)
              : stepSentence(status, say, write);
          return (
            <LinkRow
              key={one.id}
              link={{ to: '/cases/$disputeId', params: { disputeId: one.id } }}
              icon={Scale}
              title={`${say(reasonKey(one.reason))} · ${write.money(one.claimed)}`}
              about={`${shopOf(one)} · ${about}`}
              end={one.state === 'closed' ? undefined : <TurnBadge status={status} />}
            />
          );
        })}
      </div>
    </Part>
  );
}
