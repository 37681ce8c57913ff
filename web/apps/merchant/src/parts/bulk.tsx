// The same answer to several disputes: the loss accepted, or contested with shared evidence. What it costs is
// shown first; each dispute answers for itself, and those that failed are named.

import { Banner, Button, Dialog, Money, TextField, useToast } from '@ombud/ui';
import { useState } from 'react';
import { useWords } from '../app/words.ts';
import {
  acceptLoss,
  forEach,
  represent,
  useAct,
  type Draft,
  type Outcome,
  type Summary,
} from '../data/queries.ts';
import { FILES_MIN, isComplete } from './answer.ts';
import { Drafts } from './drafts.tsx';
import { useFailure } from './failure.ts';

const TEXT_CHARS_MAX = 5_000;

export function Bulk({ disputes, onDone }: { disputes: Summary[]; onDone: () => void }) {
  const say = useWords();
  const toast = useToast();
  const [asked, setAsked] = useState<'accept' | 'contest' | null>(null);
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const [text, setText] = useState('');
  const [failed, setFailed] = useState<Outcome[]>([]);
  const ids = disputes.map((one) => one.id);
  const act = useAct((kind: 'accept' | 'contest') =>
    forEach(ids, (id) => (kind === 'accept' ? acceptLoss(id) : represent(id, drafts, text))),
  );
  const run = (kind: 'accept' | 'contest') =>
    act.mutate(kind, {
      onSuccess: (outcomes) => {
        const bad = outcomes.filter((one) => one.error !== undefined);
        setFailed(bad);
        const good = outcomes.length - bad.length;
        if (good > 0) toast({ tone: 'success', text: say('bulk.done', { count: good }) });
        if (bad.length === 0) {
          setAsked(null);
          onDone();
        }
      },
    });
  const files = drafts.filter((draft) => draft.file).length;
  const isReady = drafts.length > 0 && drafts.every(isComplete) && files >= FILES_MIN;
  const close = () => {
    setAsked(null);
    setFailed([]);
  };
  return (
    <>
      <div className="o-row">
        <Button size="s" variant="primary" onPress={() => setAsked('contest')}>
          {say('bulk.contest')}
        </Button>
        <Button size="s" onPress={() => setAsked('accept')}>
          {say('bulk.accept')}
        </Button>
      </div>
      <Dialog
        title={say('bulk.acceptTitle', { count: ids.length })}
        isOpen={asked === 'accept'}
        onOpenChange={close}
        isAlert
        footer={
          <>
            <Button variant="quiet" onPress={close}>
              {say('cancel')}
            </Button>
            <Button variant="danger" onPress={() => run('accept')} isPending={act.isPending}>
              {say('bulk.acceptYes')}
            </Button>
          </>
        }
      >
        <p>{say('accept.about')}</p>
        <Sums disputes={disputes} />
        <Failures outcomes={failed} disputes={disputes} />
      </Dialog>
      <Dialog
        title={say('bulk.contestTitle', { count: ids.length })}
        isOpen={asked === 'contest'}
        onOpenChange={close}
        width="wide"
        footer={
          <>
            <Button variant="quiet" onPress={close}>
              {say('cancel')}
            </Button>
            <Button
              variant="primary"
              onPress={() => run('contest')}
              isDisabled={!isReady}
              isPending={act.isPending}
            >
              {say('bulk.contestYes')}
            </Button>
          </>
        }
      >
        <p>{say('bulk.contestAbout')}</p>
        <Drafts drafts={drafts} onChange={setDrafts} wanted={[]} />
        <TextField
          label={say('answer.text')}
          value={text}
          onChange={setText}
          rows={3}
          maxLength={TEXT_CHARS_MAX}
        />
        {files < FILES_MIN ? <p className="o-small o-soft">{say('answer.needsFile')}</p> : null}
        <Failures outcomes={failed} disputes={disputes} />
      </Dialog>
    </>
  );
}

/** What it is about in money, each currency for itself. */
function Sums({ disputes }: { disputes: Summary[] }) {
  const say = useWords();
  const sums = new Map<string, number>();
  for (const { amount } of disputes)
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount_minor);
  return (
    <p>
      <strong>{say('bulk.sum')}</strong>{' '}
      {[...sums].map(([currency, amount_minor], at) => (
        <span key={currency}>
          {at > 0 ? ' + ' : ''}
          <Money value={{ amount_minor, currency }} />
        </span>
      ))}
    </p>
  );
}

function Failures({ outcomes, disputes }: { outcomes: Outcome[]; disputes: Summary[] }) {
  const say = useWords();
  const failure = useFailure();
  if (outcomes.length === 0) return null;
  return (
    <Banner tone="danger" live title={say('bulk.failed', { count: outcomes.length })}>
      <ul>
        {outcomes.map((one) => (
          <li
            key={one.id}
          >{`${disputes.find((each) => each.id === one.id)?.order_id ?? one.id}: ${failure(one.error)}`}</li>
        ))}
      </ul>
    </Banner>
  );
}
