// A preliminary decision can be appealed, once; or the loss is accepted.

import { Banner, Button, Card, TextField, useToast } from '@ombud/ui';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useWords } from '../app/words.ts';
import { acceptLoss, evidenceBody, useAct, type Dispute, type Draft } from '../data/queries.ts';
import { isComplete } from './answer.ts';
import { Drafts } from './drafts.tsx';
import { useFailure } from './failure.ts';

const APPEAL_CHARS_MAX = 10_000;

export function Appeal({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const [text, setText] = useState('');
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const path = { dispute_id: dispute.id };
  const failed = (error: unknown) => toast({ tone: 'danger', text: failure(error) });
  const appeal = useAct(async () =>
    api.post('/v1/disputes/{dispute_id}/appeal', {
      path,
      body: {
        text: text.trim(),
        ...(drafts.length > 0 ? { evidence: await Promise.all(drafts.map(evidenceBody)) } : {}),
      },
    }),
  );
  const accept = useAct(() => acceptLoss(dispute.id));
  return (
    <Card title={say('appeal.title')}>
      <form
        className="o-stack"
        onSubmit={(event) => {
          event.preventDefault();
          appeal.mutate(undefined, {
            onSuccess: () => toast({ tone: 'success', text: say('appeal.done') }),
            onError: failed,
          });
        }}
      >
        <Banner tone="info">{say('appeal.about')}</Banner>
        <TextField
          label={say('appeal.text')}
          value={text}
          onChange={setText}
          rows={5}
          maxLength={APPEAL_CHARS_MAX}
          isRequired
        />
        <Drafts drafts={drafts} onChange={setDrafts} wanted={[]} />
        <div className="o-row">
          <Button
            type="submit"
            variant="primary"
            isDisabled={!text.trim() || !drafts.every(isComplete)}
            isPending={appeal.isPending}
          >
            {say('appeal.send')}
          </Button>
          <Button onPress={() => accept.mutate(undefined, { onError: failed })} isPending={accept.isPending}>
            {say('appeal.leave')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
