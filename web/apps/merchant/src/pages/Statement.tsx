// The shop's account: what stands on it, and each line that moved it.

import {
  Badge,
  Button,
  csvOf,
  DateTime,
  decimalOf,
  EmptyState,
  Money,
  PageHead,
  saveCsv,
  Select,
  Stat,
  Table,
} from '@ombud/ui';
import { Download, ReceiptText } from 'lucide-react';
import { useState } from 'react';
import { useWords, type Key, type Say } from '../app/words.ts';
import { useBalances, useSettlements, useStatement, type Line } from '../data/queries.ts';
import { Loaded } from '../parts/loaded.tsx';

/** `m_pay:shop` is what is paid out to the shop; other accounts are named by their first part. */
function accountName(account: string, say: Say): string {
  const kind = account.split(':')[0] ?? account;
  const known = ['m_pay', 'm_recv'].find((one) => one === kind);
  return known ? say(`account.${known}` as Key) : kind;
}

export function Statement() {
  const say = useWords();
  const balances = useBalances();
  return (
    <div className="o-page">
      <title>{say('nav.statement')}</title>
      <PageHead title={say('nav.statement')}>{say('statement.lead')}</PageHead>
      <Loaded of={balances}>
        {(all) => {
          const [first] = all;
          if (!first)
            return (
              <EmptyState icon={ReceiptText} title={say('statement.none')}>
                {say('statement.noneAbout')}
              </EmptyState>
            );
          return (
            <>
              <div className="o-grid">
                {all.map((one) => (
                  <Stat
                    key={one.account + one.currency}
                    label={accountName(one.account, say)}
                    // The books say what the provider owes as a negative sum; the shop reads it as its own money.
                    value={<Money value={{ amount_minor: -one.posted_minor, currency: one.currency }} />}
                  >
                    {one.pending_minor === 0 ? null : (
                      <>
                        {say('statement.pending')}{' '}
                        <Money value={{ amount_minor: -one.pending_minor, currency: one.currency }} signed />
                      </>
                    )}
                  </Stat>
                ))}
              </div>
              <Settlements />
              <Lines accounts={[...new Set(all.map((one) => one.account))]} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Lines({ accounts }: { accounts: string[] }) {
  const say = useWords();
  const [account, setAccount] = useState(accounts[0] ?? '');
  const lines = useStatement(account || undefined);
  const newest = [...(lines.data ?? [])].reverse();
  const save = () => {
    const head = (
      ['csv.at', 'csv.order', 'csv.cause', 'csv.phase', 'csv.amount', 'csv.currency'] as const
    ).map((key) => say(key));
    const rows = newest.map((line) => [
      line.at,
      line.order_id,
      causeName(line, say),
      line.phase,
      decimalOf({ amount_minor: -line.amount_minor, currency: line.currency }),
      line.currency,
    ]);
    saveCsv('statement.csv', csvOf(head, rows));
  };
  return (
    <section className="o-stack">
      <div className="o-row o-spread">
        <h2>{say('statement.lines')}</h2>
        <div className="o-row">
          {accounts.length > 1 ? (
            <Select
              label={say('statement.account')}
              hideLabel
              value={account}
              onChange={setAccount}
              options={accounts.map((id) => ({ id, label: accountName(id, say) }))}
            />
          ) : null}
          <Button icon={Download} onPress={save} isDisabled={newest.length === 0}>
            {say('csv')}
          </Button>
        </div>
      </div>
      <Loaded of={lines}>
        {() => (
          <Table
            label={say('statement.lines')}
            rows={newest}
            rowId={(line) => `${line.entry_id} ${line.amount_minor}`}
            empty={<EmptyState icon={ReceiptText} title={say('statement.none')} />}
            columns={[
              {
                id: 'at',
                label: say('csv.at'),
                sortBy: (line) => line.at,
                cell: (line) => <DateTime at={line.at} />,
              },
              {
                id: 'order',
                label: say('csv.order'),
                sortBy: (line) => line.order_id,
                cell: (line) => line.order_id,
              },
              { id: 'cause', label: say('csv.cause'), cell: (line) => causeName(line, say) },
              {
                id: 'amount',
                label: say('csv.amount'),
                align: 'end',
                sortBy: (line) => -line.amount_minor,
                cell: (line) => (
                  <span className="o-row m-end">
                    {line.phase === 'pending' ? (
                      <Badge tone="warning" icon={null}>
                        {say('phase.pending')}
                      </Badge>
                    ) : null}
                    <Money value={{ amount_minor: -line.amount_minor, currency: line.currency }} signed />
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

const ABOUT = [
  'sale',
  'refund',
  'dispute_hold',
  'dispute_fee',
  'dispute_release',
  'merchant_fee',
  'settlement',
] as const;
const CAUSES = ['timer', 'decision', 'payout'] as const;

/** What a line is, as the server says it; else what its cause and its sign tell. */
function causeName(line: Line, say: Say): string {
  const about = ABOUT.find((one) => one === line.about);
  if (about) return say(`about.${about}`);
  const cause = CAUSES.find((kind) => line.cause.startsWith(`${kind}:`));
  if (cause) return say(`cause.${cause}`);
  // The books say what the provider owes as a negative sum.
  return say(line.amount_minor < 0 ? 'cause.in' : 'cause.out');
}

/** What was paid out, so that it can be found on a bank statement. */
function Settlements() {
  const say = useWords();
  const settlements = useSettlements();
  const all = settlements.data ?? [];
  if (all.length === 0) return null;
  return (
    <section className="o-stack">
      <h2>{say('settlements.title')}</h2>
      <Table
        label={say('settlements.title')}
        rows={all}
        rowId={(one) => one.id}
        columns={[
          {
            id: 'at',
            label: say('csv.at'),
            sortBy: (one) => one.at,
            cell: (one) => <DateTime at={one.at} show="day" />,
          },
          { id: 'id', label: say('settlements.reference'), cell: (one) => <code>{one.id}</code> },
          {
            id: 'amount',
            label: say('csv.amount'),
            align: 'end',
            sortBy: (one) => one.amount.amount_minor,
            cell: (one) => <Money value={one.amount} />,
          },
        ]}
      />
    </section>
  );
}
