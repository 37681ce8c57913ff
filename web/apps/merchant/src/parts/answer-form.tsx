// The answer to a dispute: the meter says what is missing, the carrier's record is one press away, and the
// answer may offer a part. Or the loss is accepted.

import {
  Banner,
  Button,
  Card,
  ConfirmDialog,
  Icon,
  Meter,
  NumberField,
  TextField,
  useToast,
} from '@ombud/ui';
import { CircleDashed, Plus, Truck } from 'lucide-react';
import { useState } from 'react';
import { useWords, useFormat } from '../app/words.ts';
import { acceptLoss, represent, useAct, useOrder, type Dispute, type Draft } from '../data/queries.ts';
import { completenessOf, FILES_MIN, isComplete, shippingRecords } from './answer.ts';
import { draftOf, Drafts } from './drafts.tsx';
import { useFailure } from './failure.ts';
import { groupName } from './words.ts';

const TEXT_CHARS_MAX = 5_000;

export function Answer({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const order = useOrder(dispute.order_id);
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const [text, setText] = useState('');
  const [offer, setOffer] = useState<number>();
  const [asked, setAsked] = useState<'accept' | 'send' | null>(null);
  const { have, need, missing, untouched } = completenessOf(dispute, drafts);
  const { currency } = dispute.amount;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const send = useAct(() => represent(dispute.id, drafts, text, offer));
  const accept = useAct(() => acceptLoss(dispute.id));
  const records = order.data
    ? shippingRecords(order.data).filter((record) => !drafts.some((draft) => draft.key === record.key))
    : [];
  const files = drafts.filter((draft) => draft.file).length;
  const isReady = drafts.length > 0 && drafts.every(isComplete) && files >= FILES_MIN;
  const done = (words: string) => {
    setAsked(null);
    toast({ tone: 'success', text: words });
  };
  const failed = (error: unknown) => toast({ tone: 'danger', text: failure(error) });
  return (
    <Card title={say('answer.title')}>
      <div className="o-stack">
        {need > 0 ? (
          <Meter
            label={say(missing.length > 0 ? 'evidence.some' : 'evidence.complete')}
            share={have / need}
            text={say('evidence.count', { have, need })}
            tone={missing.length > 0 ? 'warning' : 'success'}
          />
        ) : null}
        {missing.length > 0 ? (
          <ul className="m-missing">
            {missing.map((group) => {
              const [first] = group;
              return (
                <li key={group.join()}>
                  <Icon of={CircleDashed} />
                  <span className="o-grow">{say('evidence.missing', { what: groupName(group, say) })}</span>
                  {first && untouched.includes(group) ? (
                    <Button size="s" icon={Plus} onPress={() => setDrafts([...drafts, draftOf(first)])}>
                      {say('evidence.add')}
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ul>
        ) : null}
        {records.length > 0 ? (
          <div>
            <Button variant="soft" icon={Truck} onPress={() => setDrafts([...drafts, ...records])}>
              {say('answer.carrier')}
            </Button>
          </div>
        ) : null}
        <Drafts drafts={drafts} onChange={setDrafts} wanted={untouched.flat()} />
        <TextField
          label={say('answer.text')}
          value={text}
          onChange={setText}
          rows={3}
          maxLength={TEXT_CHARS_MAX}
        />
        <div className="m-offer">
          <NumberField
            label={say('answer.offer')}
            description={say('answer.offerAbout')}
            value={offer === undefined ? undefined : offer / 10 ** digits}
            onChange={(value) => setOffer(Number.isNaN(value) ? undefined : Math.round(value * 10 ** digits))}
            minValue={0}
            maxValue={(dispute.amount.amount_minor - 1) / 10 ** digits}
            formatOptions={{ style: 'currency', currency }}
          />
        </div>
        {drafts.length > 0 && files < FILES_MIN ? (
          <p className="o-small o-soft">{say('answer.needsFile')}</p>
        ) : null}
        {missing.length > 0 && isReady ? <Banner tone="warning">{say('answer.incomplete')}</Banner> : null}
        <div className="o-row">
          <Button variant="primary" onPress={() => setAsked('send')} isDisabled={!isReady}>
            {say('answer.send')}
          </Button>
          <Button onPress={() => setAsked('accept')}>{say('accept.title')}</Button>
        </div>
      </div>
      <ConfirmDialog
        title={say('answer.sure')}
        isOpen={asked === 'send'}
        onOpenChange={() => setAsked(null)}
        confirmLabel={say('answer.send')}
        onConfirm={() =>
          send.mutate(undefined, { onSuccess: () => done(say('answer.sent')), onError: failed })
        }
        isPending={send.isPending}
      >
        <p>{say('answer.once')}</p>
        {offer ? (
          <p>{say('answer.offers', { amount: write.money({ amount_minor: offer, currency }) })}</p>
        ) : null}
      </ConfirmDialog>
      <ConfirmDialog
        title={say('accept.title')}
        isOpen={asked === 'accept'}
        onOpenChange={() => setAsked(null)}
        confirmLabel={say('accept.yes', { amount: write.money(dispute.amount) })}
        variant="danger"
        onConfirm={() =>
          accept.mutate(undefined, { onSuccess: () => done(say('accept.done')), onError: failed })
        }
        isPending={accept.isPending}
      >
        <p>{say('accept.about')}</p>
      </ConfirmDialog>
    </Card>
  );
}
