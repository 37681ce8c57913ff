// What would make it easier to deal with us: with consent, for one purpose, until a date, and removable at once.

import { NEEDS, type Schema, type SupportNeed } from '@ombud/client';
import { Banner, Button, Card, Checkbox, Facts, Select, TextField, useToast } from '@ombud/ui';
import { useState } from 'react';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat, type Key } from '../app/words.ts';
import { addSupportNeed, removeSupportNeed, useAct, useSupportNeeds } from '../data/queries.ts';
import { useFailure } from '../parts/failure.ts';
import { Loaded, Page, Part } from '../parts/page.tsx';

const NOTE_CHARS_MAX = 500;

export function SupportNeeds() {
  const say = useWords();
  const { customerId } = useSession();
  const needs = useSupportNeeds(customerId);
  return (
    <Page
      isPrivate
      title={say('needs.title')}
      lead={say('needs.lead')}
      back={{ label: say('nav.help'), link: { to: '/help' } }}
    >
      <Loaded of={needs}>
        {(all) => (
          <>
            {all.length > 0 ? (
              <Part title={say('needs.yours')}>
                {all.map((need) => (
                  <One key={need.id} need={need} />
                ))}
              </Part>
            ) : null}
            <Part title={say('needs.add')}>
              <Add />
            </Part>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function nameOf(need: string, say: (key: Key) => string): string {
  const known = NEEDS.find((one) => one === need);
  return say(`needs.${known ?? 'other'}`);
}

function One({ need }: { need: SupportNeed }) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const { customerId } = useSession();
  const remove = useAct(() => removeSupportNeed(customerId, need.id));
  return (
    <Card>
      <div className="o-stack">
        <h3>{nameOf(need.need, say)}</h3>
        {need.note ? <p>{need.note}</p> : null}
        <Facts
          items={[
            [say('needs.purpose'), need.purpose],
            [say('needs.consent'), write.day(need.consent_at)],
            [say('needs.review'), write.day(need.review_on)],
          ]}
        />
        <div>
          <Button
            size="s"
            isPending={remove.isPending}
            onPress={() =>
              remove.mutate(undefined, {
                onError: (error) => toast({ tone: 'danger', text: failure(error) }),
              })
            }
          >
            {say('needs.remove')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Add() {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { customerId } = useSession();
  const [need, setNeed] = useState<Schema.Need>('plain_language');
  const [note, setNote] = useState('');
  const [consent, setConsent] = useState(false);
  const add = useAct(() => addSupportNeed(customerId, { need, note: note.trim() || undefined, consent }));
  const done = () => {
    setNote('');
    setConsent(false);
    toast({ tone: 'success', text: say('needs.thanks') });
  };
  return (
    <form
      className="p-form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined, {
          onSuccess: done,
          onError: (error) => toast({ tone: 'danger', text: failure(error) }),
        });
      }}
    >
      <Select
        label={say('needs.what')}
        value={need}
        onChange={setNeed}
        options={NEEDS.map((id) => ({ id, label: say(`needs.${id}`) }))}
      />
      <TextField
        label={say('needs.note')}
        description={say('needs.noteAbout')}
        value={note}
        onChange={setNote}
        rows={2}
        maxLength={NOTE_CHARS_MAX}
      />
      <Banner tone="info">{say('needs.use')}</Banner>
      <Checkbox isSelected={consent} onChange={setConsent}>
        {say('needs.agree')}
      </Checkbox>
      <div>
        <Button type="submit" variant="primary" isDisabled={!consent} isPending={add.isPending}>
          {say('needs.send')}
        </Button>
      </div>
    </form>
  );
}
