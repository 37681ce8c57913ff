// Complaints: made in one's own words, with the dates by which they are answered.

import { lastLegalDay, legalDay } from '@ombud/client';
import { Badge, Button, Card, Facts, TextField } from '@ombud/ui';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { useAct, useComplaints } from '../data/queries.ts';
import { Failed, Loaded, Page, Paragraphs, Part } from '../parts/page.tsx';

const TEXT_CHARS_MAX = 5_000;

export function Complaints() {
  const say = useWords();
  const complaints = useComplaints();
  return (
    <Page
      isPrivate
      title={say('complaints.title')}
      lead={say('complaints.lead')}
      back={{ label: say('nav.help'), link: { to: '/help' } }}
    >
      <New />
      <Loaded of={complaints}>
        {(all) =>
          all.length === 0 ? null : (
            <Part title={say('complaints.yours')}>
              {all.map((one) => (
                <One key={one.id} complaint={one} />
              ))}
            </Part>
          )
        }
      </Loaded>
    </Page>
  );
}

function One({ complaint }: { complaint: NonNullable<ReturnType<typeof useComplaints>['data']>[number] }) {
  const say = useWords();
  const write = useFormat();
  const { finding, jurisdiction } = complaint;
  // A period of the law ends with a day where the law counts, wherever the reader is.
  const dayOf = (at: string) => write.day(legalDay(at, jurisdiction));
  const isOver = complaint.state === 'closed' || complaint.state === 'withdrawn';
  return (
    <Card>
      <div className="o-stack">
        <p className="p-quote">{complaint.text}</p>
        <Facts
          items={[
            [say('complaints.on'), dayOf(complaint.received_at)],
            [say('complaints.ack'), complaint.acknowledged_at ? dayOf(complaint.acknowledged_at) : null],
            [
              say('complaints.by'),
              finding || isOver ? null : write.day(lastLegalDay(complaint.respond_by, jurisdiction)),
            ],
            [say('complaints.answer'), finding ? say(`finding.${finding}`) : null],
          ]}
        />
        {complaint.letters.map((sent) =>
          sent.written ? (
            <details key={`${sent.letter} ${sent.at}`} className="p-letter">
              <summary>
                {say('complaints.letter', { day: dayOf(sent.at), subject: sent.written.subject })}
              </summary>
              <div lang={sent.written.language}>
                <Paragraphs text={sent.written.text} />
              </div>
            </details>
          ) : null,
        )}
        <div>
          <Badge tone={finding || isOver ? 'neutral' : 'accent'} icon={null}>
            {say(isOver ? 'complaints.closed' : finding ? 'complaints.answered' : 'complaints.open')}
          </Badge>
        </div>
      </div>
    </Card>
  );
}

function New() {
  const say = useWords();
  const { customerId } = useSession();
  const [text, setText] = useState('');
  const send = useAct(() =>
    api.post('/v1/complaints', { body: { customer_id: customerId, text: text.trim() } }),
  );
  return (
    <form
      className="p-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) send.mutate(undefined, { onSuccess: () => setText('') });
      }}
    >
      <TextField
        label={say('complaints.words')}
        description={say('complaints.hint')}
        value={text}
        onChange={setText}
        rows={5}
        maxLength={TEXT_CHARS_MAX}
      />
      {send.error ? <Failed error={send.error} /> : null}
      {send.isSuccess ? (
        <p role="status" className="o-strong">
          {say('complaints.thanks')}
        </p>
      ) : null}
      <div>
        <Button type="submit" variant="primary" isDisabled={!text.trim()} isPending={send.isPending}>
          {say('complaints.send')}
        </Button>
      </div>
    </form>
  );
}
