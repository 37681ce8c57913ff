// The pieces of an answer that is being written.

import { Button, Card, IconButton, Select, TextField } from '@ombud/ui';
import { FileField } from '@ombud/ui/files';
import { Plus, X } from 'lucide-react';
import { useWords, useFormat } from '../app/words.ts';
import type { Draft, EvidenceType } from '../data/queries.ts';
import { MERCHANT_TYPES, NEEDS_FILE } from './answer.ts';
import { evidenceName } from './words.ts';

const TEXT_CHARS_MAX = 5_000;
const PIECES_MAX = 10;
let next = 0;

export function draftOf(type: EvidenceType): Draft {
  next += 1;
  return { key: `d${next}`, type };
}

export function Drafts(props: {
  drafts: Draft[];
  onChange: (drafts: Draft[]) => void;
  wanted: EvidenceType[];
}) {
  const say = useWords();
  const { drafts, onChange, wanted } = props;
  const change = (key: string, part: Partial<Draft>) =>
    onChange(drafts.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const first =
    wanted.find((type) => !drafts.some((one) => one.type === type)) ??
    MERCHANT_TYPES.find((type) => !drafts.some((one) => one.type === type)) ??
    'other';
  return (
    <div className="o-stack">
      {drafts.map((draft) => (
        <Card key={draft.key}>
          <div className="m-piece">
            <div className="o-row o-spread">
              <div className="o-grow">
                <Select
                  label={say('piece.kind')}
                  value={draft.type}
                  onChange={(type) => change(draft.key, { type })}
                  options={MERCHANT_TYPES.map((id) => ({ id, label: evidenceName(id, say) }))}
                  isDisabled={draft.facts !== undefined}
                />
              </div>
              <IconButton
                icon={X}
                label={say('piece.remove', { what: evidenceName(draft.type, say) })}
                onPress={() => onChange(drafts.filter((one) => one !== draft))}
              />
            </div>
            {draft.facts ? <Told draft={draft} /> : null}
            {draft.facts ? null : (
              <>
                <FileField
                  label={say(NEEDS_FILE.includes(draft.type) ? 'piece.fileNeeded' : 'piece.file')}
                  file={draft.file}
                  onChange={(file) => change(draft.key, { file })}
                />
                <TextField
                  label={say('piece.text')}
                  value={draft.text ?? ''}
                  onChange={(text) => change(draft.key, { text })}
                  rows={2}
                  maxLength={TEXT_CHARS_MAX}
                />
              </>
            )}
          </div>
        </Card>
      ))}
      {drafts.length < PIECES_MAX ? (
        <div>
          <Button icon={Plus} onPress={() => onChange([...drafts, draftOf(first)])}>
            {say('piece.add')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** What came from the carrier and is not typed again. */
function Told({ draft }: { draft: Draft }) {
  const say = useWords();
  const write = useFormat();
  const { carrier, tracking_id, shipped_at, delivered_at, recipient } = draft.facts ?? {};
  const parts = [
    carrier,
    tracking_id,
    shipped_at ? say('piece.shipped', { at: write.dateTime(shipped_at) }) : null,
    delivered_at ? say('piece.delivered', { at: write.dateTime(delivered_at) }) : null,
    recipient ? say('piece.recipient', { name: recipient }) : null,
  ];
  return <p className="o-soft">{parts.filter(Boolean).join(' · ')}</p>;
}
