//! What drafts would have done, held against what people did, and what language models cost.

import type { Schema } from '@ombud/client';
import { Card, Explain, Stat, Table, useFormat, type Column } from '@ombud/ui';
import { useT, useWord } from '../../words/index.ts';
import { costsText, perResolved } from './costs.ts';

type Part = Schema.AssistantPart;
const ACTS = ['same', 'other_values', 'other', 'person_only', 'assistant_only'] as const;

/** Whether drafts would have done what people then did. */
export function SameActs({ of: acts }: { of: Schema.ComparedActs }) {
  const t = useT();
  const format = useFormat();
  const { same_share, same_interval } = acts;
  return (
    <Stat
      label={t('assistant.acts')}
      value={same_share === null ? '–' : format.percent(same_share)}
      explain={<Explain label={t('assistant.acts')}>{t('assistant.acts.about')}</Explain>}
    >
      {same_interval
        ? t('report.interval', {
            low: format.percent(same_interval.low),
            high: format.percent(same_interval.high),
            count: same_interval.of,
          })
        : null}
    </Stat>
  );
}

/** What language models cost; nothing where none was asked. */
export function Costs({ results }: { results: Schema.AssistantResults }) {
  const t = useT();
  const { locale } = useFormat();
  const { totals, translations } = results;
  return (
    <>
      {totals.cost.length > 0 ? (
        <Stat
          label={t('assistant.cost')}
          value={perResolved(locale, totals.cost) || '–'}
          explain={<Explain label={t('assistant.cost')}>{t('assistant.cost.about')}</Explain>}
        >
          {t('assistant.cost.parts', { cost: costsText(locale, totals.cost) })}
        </Stat>
      ) : null}
      {translations.length > 0 ? (
        <Stat label={t('assistant.translations')} value={costsText(locale, translations)}>
          {t('assistant.translations.parts', {
            count: translations.reduce((sum, one) => sum + one.asked, 0),
            refused: translations.reduce((sum, one) => sum + one.refused, 0),
          })}
        </Stat>
      ) : null}
    </>
  );
}

/** By what it is about; nothing where nothing was compared and no model was asked. */
export function DraftsAndCosts(props: { parts: readonly Part[] }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const rows = props.parts.filter((part) => part.acts.same_interval !== null || part.cost.length > 0);
  if (rows.length === 0) return null;
  const named = (part: Part) => (part.name === '' ? t('assistant.unknown') : word('intent', part.name));
  const count = (id: (typeof ACTS)[number]): Column<Part> => ({
    id,
    label: t(`assistant.acts.${id}`),
    align: 'end',
    sortBy: (part) => part.acts[id],
    cell: (part) => format.number(part.acts[id]),
  });
  const columns: Column<Part>[] = [
    { id: 'name', label: t('assistant.by_intent'), sortBy: named, cell: named },
    {
      id: 'share',
      label: t('assistant.acts'),
      align: 'end',
      sortBy: (part) => part.acts.same_share ?? -1,
      cell: (part) => (part.acts.same_share === null ? '–' : format.percent(part.acts.same_share)),
    },
    ...ACTS.map(count),
    {
      id: 'cost',
      label: t('assistant.cost'),
      align: 'end',
      sortBy: (part) => part.cost[0]?.micros_per_resolved ?? -1,
      cell: (part) => perResolved(format.locale, part.cost) || '–',
    },
  ];
  return (
    <Card title={t('assistant.drafts')}>
      <Table
        label={t('assistant.drafts')}
        columns={columns}
        rows={rows}
        rowId={(part) => part.name}
        sort={{ column: 'share', descending: true }}
      />
    </Card>
  );
}
