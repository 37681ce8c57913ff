// Goods that customers say are on their way back, by nearest deadline: until then the customer pays nothing.

import { Button, csvOf, DateTime, EmptyState, PageHead, saveCsv, Table } from '@ombud/ui';
import { CircleCheck, Download } from 'lucide-react';
import { useWords } from '../app/words.ts';
import { useReturns, type OpenReturn } from '../data/queries.ts';
import { Deadline } from '../parts/deadline.tsx';
import { Loaded } from '../parts/loaded.tsx';

export function Returns() {
  const say = useWords();
  const returns = useReturns();
  return (
    <div className="o-page">
      <title>{say('nav.returns')}</title>
      <PageHead title={say('nav.returns')}>{say('returns.lead')}</PageHead>
      <Loaded of={returns} lines={8}>
        {(all) => <List all={all} />}
      </Loaded>
    </div>
  );
}

function List({ all }: { all: OpenReturn[] }) {
  const say = useWords();
  const save = () => {
    const head = (
      ['csv.order', 'returns.items', 'returns.reported', 'csv.deadline', 'returns.tracking'] as const
    ).map((key) => say(key));
    const rows = all.map((one) => [
      one.order_id,
      one.items.join(', '),
      one.reported_at,
      one.answer_by,
      one.tracking_id,
    ]);
    saveCsv('returns.csv', csvOf(head, rows));
  };
  if (all.length === 0)
    return (
      <EmptyState icon={CircleCheck} title={say('returns.none')}>
        {say('returns.noneAbout')}
      </EmptyState>
    );
  return (
    <section className="o-stack">
      <div className="o-row">
        <Button icon={Download} onPress={save}>
          {say('csv')}
        </Button>
      </div>
      <Table
        label={say('nav.returns')}
        rows={all}
        rowId={(one) => one.id}
        columns={[
          {
            id: 'items',
            label: say('returns.items'),
            cell: (one) => (
              <span className="m-two">
                <span>{one.items.join(', ')}</span>
                <span className="o-small o-soft">{one.order_id}</span>
              </span>
            ),
          },
          {
            id: 'reported',
            label: say('returns.reported'),
            sortBy: (one) => one.reported_at,
            cell: (one) => <DateTime at={one.reported_at} show="day" />,
          },
          {
            id: 'tracking',
            label: say('returns.tracking'),
            cell: (one) =>
              one.tracking_id ? <code>{one.tracking_id}</code> : <span className="o-soft">–</span>,
          },
          {
            id: 'deadline',
            label: say('csv.deadline'),
            sortBy: (one) => one.answer_by,
            cell: (one) => <Deadline at={one.answer_by} />,
          },
        ]}
      />
    </section>
  );
}
