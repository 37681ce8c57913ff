// What supports a case: what would still help, what is there, and a way to add.

import { completeness } from '@ombud/client';
import { Button, Card, Icon, Meter, Select, TextField, useToast } from '@ombud/ui';
import { FileField } from '@ombud/ui/files';
import { CircleCheck, CircleDashed, FileText, MessageSquareText, Plus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useWords, useFormat, type Key } from '../app/words.ts';
import { evidenceBody, useAct, type Dispute, type EvidenceType, type NewEvidence } from '../data/queries.ts';
import { useFailure } from './failure.ts';
import { FileLink } from './file-link.tsx';
import { Part } from './page.tsx';

/** What a customer can hand in. */
const CUSTOMER_TYPES: EvidenceType[] = [
  'merchant_contact',
  'photo',
  'description',
  'return_receipt',
  'refund_confirmation',
  'payment_proof',
  'receipt',
  'police_report',
  'message',
  'other',
];
/** These count only with their file (policy/evidence.toml). */
const NEEDS_FILE: EvidenceType[] = ['photo', 'police_report', 'payment_proof', 'receipt', 'return_receipt'];
const TEXT_CHARS_MAX = 5_000;

const nameKey = (type: EvidenceType): Key => `ev.${type}` as Key;

export function EvidencePart({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  const own = dispute.evidence.filter((item) => item.party === 'consumer');
  const missing = dispute.customer_missing;
  const { have, need, share } = completeness(missing.length, new Set(own.map((item) => item.type)).size);
  const isOpen = dispute.state !== 'closed';
  const [adding, setAdding] = useState<EvidenceType | null>(null);
  if (!isOpen && own.length === 0) return null;
  const nameOf = (type: EvidenceType) => say(nameKey(type));
  return (
    <Part title={say('evidence.title')}>
      <Card>
        <div className="o-stack">
          {isOpen && need > 0 ? (
            <Meter
              label={say(missing.length > 0 ? 'evidence.some' : 'evidence.all')}
              share={share}
              text={say('evidence.count', { have, need })}
              tone={missing.length > 0 ? 'warning' : 'success'}
            />
          ) : null}
          <ul className="p-evidence">
            {missing.map((one) => {
              const [first] = one.any_of;
              return (
                <li key={one.any_of.join()} data-state="missing">
                  <Icon of={CircleDashed} />
                  <span className="o-grow">
                    <span className="o-strong">{one.any_of.map(nameOf).join(` ${say('or')} `)}</span>
                    {first ? (
                      <span className="o-soft o-small o-below"> {say(`help.${first}` as Key)}</span>
                    ) : null}
                  </span>
                  {first && isOpen ? (
                    <Button size="s" icon={Plus} onPress={() => setAdding(first)}>
                      {say('evidence.add')}
                    </Button>
                  ) : null}
                </li>
              );
            })}
            {own.map((item) => (
              <li key={item.id} data-state="there">
                <Icon of={CircleCheck} />
                <span className="o-grow">
                  <span className="o-strong">{nameOf(item.type)}</span>{' '}
                  <span className="o-soft o-small">
                    {say('evidence.on', { date: write.day(item.received_at) })}
                  </span>
                  {item.file ? (
                    <FileLink
                      path={`/v1/disputes/${dispute.id}/evidence/${item.id}/file`}
                      name={item.file.name ?? nameOf(item.type)}
                      icon={FileText}
                    />
                  ) : null}
                  {item.text ? (
                    <span className="p-link-icon o-soft">
                      <Icon of={MessageSquareText} size={16} />
                      {item.text}
                    </span>
                  ) : null}
                </span>
              </li>
            ))}
          </ul>
          {isOpen && adding === null ? (
            <div>
              <Button icon={Plus} onPress={() => setAdding('other')}>
                {say('evidence.more')}
              </Button>
            </div>
          ) : null}
          {adding !== null ? <Add dispute={dispute} first={adding} onDone={() => setAdding(null)} /> : null}
        </div>
      </Card>
    </Part>
  );
}

function Add({ dispute, first, onDone }: { dispute: Dispute; first: EvidenceType; onDone: () => void }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const [type, setType] = useState(first);
  const [text, setText] = useState('');
  const [file, setFile] = useState<File>();
  const path = { dispute_id: dispute.id };
  const add = useAct(async (item: NewEvidence) =>
    api.post('/v1/disputes/{dispute_id}/evidence', { path, body: { evidence: [await evidenceBody(item)] } }),
  );
  const isReady = NEEDS_FILE.includes(type) ? Boolean(file) : Boolean(file) || text.trim() !== '';
  return (
    <form
      className="p-add"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(
          { type, text: text.trim() || undefined, file },
          {
            onSuccess: () => {
              toast({ tone: 'success', text: say('evidence.thanks') });
              onDone();
            },
            onError: (error) => toast({ tone: 'danger', text: failure(error) }),
          },
        );
      }}
    >
      <Select
        label={say('evidence.kind')}
        value={type}
        onChange={setType}
        options={CUSTOMER_TYPES.map((id) => ({ id, label: say(nameKey(id)) }))}
        description={say(`help.${type}` as Key)}
      />
      <FileField label={say('evidence.file')} file={file} onChange={setFile} />
      <TextField
        label={say('evidence.text')}
        value={text}
        onChange={setText}
        rows={3}
        maxLength={TEXT_CHARS_MAX}
      />
      <div className="o-row">
        <Button type="submit" variant="primary" isDisabled={!isReady} isPending={add.isPending}>
          {say('evidence.send')}
        </Button>
        <Button variant="quiet" onPress={onDone}>
          {say('cancel')}
        </Button>
      </div>
    </form>
  );
}
