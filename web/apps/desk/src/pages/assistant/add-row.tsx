//! A rule of its own for an intent, a market, or both.

import { Button, Card, Select, useFormat } from '@ombud/ui';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useT, useWord } from '../../words/index.ts';
import { keyOf, type Row } from './rules.ts';

const ALL = '*';

export function AddRow(props: {
  intents: readonly string[];
  markets: readonly string[];
  known: readonly string[];
  onAdd: (row: Row) => void;
}) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const [intent, setIntent] = useState(ALL);
  const [market, setMarket] = useState(ALL);
  const row: Row = {
    ...(intent === ALL ? {} : { intent }),
    ...(market === ALL ? {} : { market }),
    mode: 'suggest',
    percent: 100,
  };
  return (
    <Card title={t('assistant.control.add')}>
      <div className="d-inline-form">
        <Select
          label={t('assistant.intent')}
          value={intent}
          onChange={setIntent}
          options={[
            { id: ALL, label: t('assistant.any_intent') },
            ...props.intents.map((id) => ({ id, label: word('intent', id) })),
          ]}
        />
        <Select
          label={t('assistant.market')}
          value={market}
          onChange={setMarket}
          options={[
            { id: ALL, label: t('assistant.any_market') },
            ...props.markets.map((id) => ({ id, label: format.region(id) })),
          ]}
        />
        <Button
          icon={Plus}
          isDisabled={props.known.includes(keyOf(row))}
          onPress={() => {
            props.onAdd(row);
            setIntent(ALL);
            setMarket(ALL);
          }}
        >
          {t('assistant.control.add')}
        </Button>
      </div>
    </Card>
  );
}
