//! Who changed what of the assistant's settings, and when: version by version, the newest first.

import { itemsOf, type Schema } from '@ombud/client';
import { Card, DateTime, Table, useFormat, type Column } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../app/asked.tsx';
import { api } from '../../app/services.ts';
import { useT, useWord, type DeskKey } from '../../words/index.ts';
import { changesOf, type Changed, type Row } from './rules.ts';

type Version = Schema.ControlSettings;
/** So many versions at first. */
const SHOWN_COUNT = 5;

export function History({ version }: { version: number }) {
  const t = useT();
  const versions = useQuery({
    queryKey: ['assistant', 'control', 'versions', version],
    queryFn: async () => itemsOf(await api.get('/v1/assistant/control/versions')),
    retry: false,
  });
  return (
    <Card title={t('assistant.history')}>
      <Loaded of={versions} lines={3}>
        {(known) => <Versions all={known} />}
      </Loaded>
    </Card>
  );
}

function Versions({ all }: { all: readonly Version[] }) {
  const t = useT();
  const columns: Column<Version>[] = [
    { id: 'version', label: t('assistant.history.version'), cell: (one) => one.version },
    {
      id: 'by',
      label: t('assistant.history.by'),
      cell: (one) => one.by_name ?? one.by ?? t('assistant.history.itself'),
    },
    {
      id: 'at',
      label: t('assistant.history.at'),
      cell: (one) => (one.at ? <DateTime at={one.at} /> : '–'),
    },
    {
      id: 'what',
      label: t('assistant.history.what'),
      cell: (one) => <Changes of={one} before={all[all.indexOf(one) + 1]} />,
    },
  ];
  if (all.length === 0) return <p className="o-soft">{t('assistant.history.none')}</p>;
  return (
    <Table
      label={`${t('assistant.tab.control')}: ${t('assistant.history')}`}
      columns={columns}
      rows={all}
      rowId={(one) => String(one.version)}
      fold={SHOWN_COUNT}
    />
  );
}

/** What a version made otherwise than the one before it. */
function Changes({ of, before }: { of: Version; before: Version | undefined }) {
  const t = useT();
  const format = useFormat();
  const word = useWord();
  if (!before) return t('assistant.history.first');
  const changes = changesOf(before, of);
  if (changes.length === 0) return t('assistant.history.same');
  const rowName = ({ intent, market }: Pick<Row, 'intent' | 'market'>) =>
    [
      intent ? word('intent', intent) : t('assistant.any_intent'),
      market ? format.region(market) : t('assistant.any_market'),
    ].join(', ');
  const band = (own: Schema.AssistantBand | null | undefined) =>
    own
      ? [
          t('assistant.band.min', { share: format.percent(own.resolved_min) }),
          t('assistant.band.max', { share: format.percent(own.complaints_max) }),
        ]
      : [];
  const row = (one: Row | undefined) =>
    one
      ? [
          t(`assistant.mode.${one.mode}` as DeskKey),
          format.percent(one.percent / 100),
          ...band(one.band),
        ].join(', ')
      : t('assistant.history.absent');
  const said = (one: Changed) => {
    if (one.what === 'row') return { name: rowName(one.key), was: row(one.was), is: row(one.is) };
    const show = one.what === 'resolved' || one.what === 'complaints' ? format.percent : format.number;
    return { name: t(`assistant.limits.${one.what}` as DeskKey), was: show(one.was), is: show(one.is) };
  };
  return (
    <ul className="d-plain-list">
      {changes.map((one) => (
        <li key={`${one.what} ${one.what === 'row' ? `${one.key.intent}/${one.key.market}` : ''}`}>
          {t('assistant.history.change', said(one))}
        </li>
      ))}
    </ul>
  );
}
