// All disputes, by what they want: an answer soon, an answer, nothing yet. Several can be answered at once.

import { merchantTurn } from '@ombud/client';
import {
  Badge,
  Button,
  Checkbox,
  csvOf,
  decimalOf,
  EmptyState,
  Meter,
  Money,
  PageHead,
  saveCsv,
  SearchField,
  Select,
  Table,
  Tabs,
  useNow,
  type Column,
} from '@ombud/ui';
import { Link } from '@tanstack/react-router';
import { CircleCheck, Download, Inbox } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat, type Say } from '../app/words.ts';
import { useDisputes, useWhole, type Summary } from '../data/queries.ts';
import { completenessOf } from '../parts/answer.ts';
import { Bulk } from '../parts/bulk.tsx';
import { Deadline, isNear, NEAR_HOURS } from '../parts/deadline.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { groupName, REASONS, reasonName } from '../parts/words.ts';

/** Only of so many rows the whole dispute is read, to tell what evidence is missing. */
const WHOLE_ROWS_MAX = 25;
const FAR = '9999';

export function Disputes() {
  const say = useWords();
  const disputes = useDisputes();
  return (
    <div className="o-page">
      <title>{say('nav.disputes')}</title>
      <PageHead title={say('nav.disputes')}>{say('disputes.lead')}</PageHead>
      <Loaded of={disputes} lines={10}>
        {(all) => <Views all={all} />}
      </Loaded>
    </div>
  );
}

function byDeadline(a: Summary, b: Summary): number {
  return (a.next_deadline_at ?? FAR).localeCompare(b.next_deadline_at ?? FAR);
}

function Views({ all }: { all: Summary[] }) {
  const say = useWords();
  const now = useNow();
  const [view, setView] = useState('respond');
  const [reason, setReason] = useState('all');
  const [text, setText] = useState('');
  const [whose, setWhose] = useState<Whose>('all');
  const { session } = useSession();
  const me = session.user_id ?? undefined;
  const fits = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return all.filter(
      (one) =>
        (reason === 'all' || one.reason === reason) &&
        isOf(one, whose, me) &&
        (wanted === '' ||
          one.order_id.toLowerCase().includes(wanted) ||
          one.id.startsWith(wanted) ||
          one.customer_id.toLowerCase().includes(wanted)),
    );
  }, [all, reason, text, whose, me]);
  const respond = fits.filter((one) => merchantTurn(one) === 'respond').sort(byDeadline);
  const near = fits.filter((one) => isOpenForUs(one) && isNear(one.next_deadline_at, now)).sort(byDeadline);
  const review = fits
    .filter((one) => ['under_review', 'may_appeal'].includes(merchantTurn(one)))
    .sort(byDeadline);
  const open = fits.filter((one) => one.state !== 'closed');
  const views: [string, Summary[], 'warning' | 'danger' | undefined][] = [
    ['respond', respond, 'warning'],
    ['near', near, 'danger'],
    ['unauthorised', open.filter((one) => one.reason === 'unauthorised').sort(byDeadline), undefined],
    ['high_risk', open.filter((one) => one.reason === 'high_risk').sort(byDeadline), undefined],
    ['review', review, undefined],
    ['all', fits, undefined],
  ];
  const reasons = ['all', ...REASONS.filter((one) => all.some((each) => each.reason === one))];
  const shown = views.find(([id]) => id === view)?.[1] ?? [];
  return (
    <>
      <div className="m-filters">
        <div className="m-search">
          <SearchField label={say('filter.search')} value={text} onChange={setText} />
        </div>
        <Select
          label={say('filter.reason')}
          hideLabel
          value={reason}
          onChange={setReason}
          options={reasons.map((id) => ({
            id,
            label: id === 'all' ? say('filter.allReasons') : reasonName(id, say),
          }))}
        />
        {me ? (
          <Select
            label={say('filter.whose')}
            hideLabel
            value={whose}
            onChange={setWhose}
            options={(['all', 'mine', 'nobody'] as const).map((id) => ({ id, label: say(`whose.${id}`) }))}
          />
        ) : null}
        <Button icon={Download} onPress={() => exportCsv(shown, say)} isDisabled={shown.length === 0}>
          {say('csv')}
        </Button>
      </div>
      <Tabs
        label={say('nav.disputes')}
        selected={view}
        onChange={setView}
        tabs={views.map(([id, rows, countTone]) => ({
          id,
          label: say(`view.${id}` as 'view.all', { hours: NEAR_HOURS }),
          count: rows.length,
          countTone: rows.length > 0 ? countTone : undefined,
          content: <List key={id} rows={rows} view={id} />,
        }))}
      />
    </>
  );
}

type Whose = 'all' | 'mine' | 'nobody';
function isOf(one: Summary, whose: Whose, me: string | undefined): boolean {
  if (whose === 'all') return true;
  return whose === 'mine' ? one.assignee?.user_id === me : !one.assignee;
}

const isOpenForUs = (one: Summary): boolean => ['respond', 'may_appeal'].includes(merchantTurn(one));

function exportCsv(rows: Summary[], say: Say): void {
  const head = [
    'csv.id',
    'csv.order',
    'csv.reason',
    'csv.state',
    'csv.claimed',
    'csv.amount',
    'csv.currency',
    'csv.opened',
    'csv.deadline',
    'csv.outcome',
  ] as const;
  const cells = rows.map((one) => [
    one.id,
    one.order_id,
    one.reason,
    one.state,
    decimalOf(one.claimed),
    decimalOf(one.amount),
    one.claimed.currency,
    one.opened_at,
    one.next_deadline_at,
    one.outcome,
  ]);
  saveCsv(
    'disputes.csv',
    csvOf(
      head.map((key) => say(key)),
      cells,
    ),
  );
}

function List({ rows, view }: { rows: Summary[]; view: string }) {
  const say = useWords();
  const [chosen, setChosen] = useState<string[]>([]);
  const canAnswer = rows.filter(isOpenForUs);
  const picked = canAnswer.filter((one) => chosen.includes(one.id));
  const whole = useWhole(canAnswer.slice(0, WHOLE_ROWS_MAX).map((one) => one.id));
  const toggle = (id: string, isOn: boolean) =>
    setChosen((before) => (isOn ? [...before, id] : before.filter((one) => one !== id)));
  const columns = useColumns(chosen, toggle, whole);
  if (rows.length === 0) {
    const isGood = view === 'respond' || view === 'near';
    return (
      <EmptyState icon={isGood ? CircleCheck : Inbox} title={say(isGood ? 'empty.done' : 'empty.none')}>
        {say(isGood ? 'empty.doneAbout' : 'empty.noneAbout')}
      </EmptyState>
    );
  }
  return (
    <div className="o-stack">
      {canAnswer.length > 1 ? (
        <div className="m-bulk">
          <Checkbox
            isSelected={picked.length === canAnswer.length}
            isIndeterminate={picked.length > 0 && picked.length < canAnswer.length}
            onChange={(isOn) => setChosen(isOn ? canAnswer.map((one) => one.id) : [])}
          >
            {picked.length > 0 ? say('bulk.chosen', { count: picked.length }) : say('bulk.choose')}
          </Checkbox>
          {picked.length > 0 ? <Bulk disputes={picked} onDone={() => setChosen([])} /> : null}
        </div>
      ) : null}
      <Table label={say('nav.disputes')} columns={columns} rows={rows} rowId={(one) => one.id} />
    </div>
  );
}

function useColumns(
  chosen: string[],
  toggle: (id: string, isOn: boolean) => void,
  whole: ReturnType<typeof useWhole>,
): Column<Summary>[] {
  const say = useWords();
  const write = useFormat();
  return [
    {
      id: 'choose',
      label: say('col.choose'),
      cell: (one) =>
        isOpenForUs(one) ? (
          <Checkbox
            aria-label={say('bulk.one', { order: one.order_id })}
            isSelected={chosen.includes(one.id)}
            onChange={(isOn) => toggle(one.id, isOn)}
          />
        ) : null,
    },
    {
      id: 'reason',
      label: say('col.dispute'),
      sortBy: (one) => reasonName(one.reason, say),
      cell: (one) => (
        <span className="m-two">
          <Link to="/disputes/$disputeId" params={{ disputeId: one.id }}>
            {reasonName(one.reason, say)}
          </Link>
          <span className="o-small o-soft">{one.order_id}</span>
        </span>
      ),
    },
    {
      id: 'amount',
      label: say('col.amount'),
      align: 'end',
      sortBy: (one) => one.claimed.amount_minor,
      cell: (one) => <Money value={one.claimed} />,
    },
    {
      id: 'state',
      label: say('col.state'),
      sortBy: (one) => one.state,
      cell: (one) => <StateBadge dispute={one} />,
    },
    {
      id: 'deadline',
      label: say('col.deadline'),
      sortBy: (one) => one.next_deadline_at ?? FAR,
      cell: (one) =>
        one.state === 'closed' ? (
          <span className="o-soft">{one.closed_at ? write.day(one.closed_at) : ''}</span>
        ) : (
          <Deadline at={one.next_deadline_at} />
        ),
    },
    {
      id: 'evidence',
      label: say('col.evidence'),
      cell: (one) => {
        const dispute = whole.get(one.id);
        if (!dispute) return null;
        const { have, need, missing } = completenessOf(dispute, []);
        if (need === 0) return <span className="o-soft">{say('evidence.nothing')}</span>;
        const [first] = missing;
        return (
          <span className="m-meter">
            <Meter
              label={
                first ? say('evidence.missing', { what: groupName(first, say) }) : say('evidence.complete')
              }
              share={have / need}
              text={say('evidence.count', { have, need })}
              tone={first ? 'warning' : 'success'}
            />
          </span>
        );
      },
    },
  ];
}

export function StateBadge({ dispute }: { dispute: Pick<Summary, 'state' | 'outcome'> }) {
  const say = useWords();
  if (dispute.state === 'closed') {
    const won =
      dispute.outcome === 'merchant' || dispute.outcome === 'withdrawn' || dispute.outcome === 'invalid';
    return (
      <Badge tone={won ? 'success' : 'neutral'} icon={null}>
        {say(dispute.outcome ? `outcome.${dispute.outcome}` : 'state.closed')}
      </Badge>
    );
  }
  const tones = {
    respond: 'warning',
    may_appeal: 'warning',
    under_review: 'info',
    closed: 'neutral',
  } as const;
  const turn = merchantTurn(dispute);
  return (
    <Badge tone={tones[turn]} icon={null}>
      {say(`turn.${turn}`)}
    </Badge>
  );
}
