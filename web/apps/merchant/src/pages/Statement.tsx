// The shop's account: what stands on it, and each line that moved it.

import { Badge, Button, csvOf, DateTime, decimalOf, EmptyState, Money, PageHead, saveCsv, Select, Stat, Table } from '@ombud/ui';
import { Download, ReceiptText } from 'lucide-react';
import { useState } from 'react';
import { useWords, type Key, type Say } from '../app/words.ts';
import { useBalances, useStatement } from '../data/queries.ts';
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
          if (!first) return <EmptyState icon={ReceiptText} title={say('statement.none')}>{say('statement.noneAbout')}</EmptyState>;
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
                        {say('statement.pending')} <Money value={{ amount_minor: -one.pending_minor, currency: one.currency }} signed />
                      </>
                    )}
                  </Stat>
                ))}
              </div>
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
    const head = (['csv.at', 'csv.order', 'csv.cause', 'csv.phase', 'csv.amount', 'csv.currency'] as const).map((key) => say(key));
    const rows = newest.map((line) => [
      line.at,
      line.order_id,
      line.cause,
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
            <Select label={say('statement.account')} hideLabel value={account} onChange={setAccount} options={accounts.map((id) => ({ id, label: accountName(id, say) }))} />
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
              { id: 'at', label: say('csv.at'), sortBy: (line) => line.at, cell: (line) => <DateTime at={line.at} /> },
              { id: 'order', label: say('csv.order'), sortBy: (line) => line.order_id, cell: (line) => line.order_id },
              { id: 'cause', label: say('csv.cause'), cell: (line) => causeName(line.cause, say) },
              {
                id: 'phase',
                label: say('csv.phase'),
                cell: (line) => (line.phase === 'pending' ? <Badge tone="warning" icon={null}>{say('phase.pending')}</Badge> : null),
              },
              {
                id: 'amount',
                label: say('csv.amount'),
                align: 'end',
                sortBy: (line) => -line.amount_minor,
                cell: (line) => <Money value={{ amount_minor: -line.amount_minor, currency: line.currency }} signed />,
              },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}

/** A cause reads `event:<id>` or `timer:<id>`: its first part says what kind it is. */
function causeName(cause: string, say: Say): string {
  const kinds = ['event', 'timer', 'decision', 'payout'] as const;
  const known = kinds.find((kind) => cause.startsWith(`${kind}:`));
  return known ? say(`cause.${known}`) : cause;
}
