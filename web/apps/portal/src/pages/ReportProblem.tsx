// Something is wrong with a purchase. Three short steps: what, about which things, in one's own words. What the
// service knows (the shop, the parcel, the amount) is never asked.

import { caseStatus, pausedUntil, pauseOf } from '@ombud/client';
import { Button, Checkbox, NumberField, RadioGroup, TextField } from '@ombud/ui';
import { FileField } from '@ombud/ui/files';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, serviceNow } from '../app/backend.ts';
import { useWords, useFormat, type Key } from '../app/words.ts';
import {
  evidenceBody,
  useAct,
  useOrder,
  type Dispute,
  type EvidenceType,
  type OrderFile,
  type Reason,
} from '../data/queries.ts';
import { Done } from '../parts/done.tsx';
import { ItemChoice } from '../parts/items.tsx';
import { Failed, Loaded, Page } from '../parts/page.tsx';
import { stepSentence, titleOf } from '../parts/status.tsx';

const REASONS = [
  'not_received',
  'not_as_described',
  'refund_not_processed',
  'incorrect_amount',
  'already_paid',
  'unauthorised',
] as const;
type Told = (typeof REASONS)[number];

/** What helps most for each reason, as a file; nothing where words are enough. */
const HELPS: Partial<Record<Told, EvidenceType>> = {
  not_as_described: 'photo',
  refund_not_processed: 'return_receipt',
  incorrect_amount: 'receipt',
  already_paid: 'payment_proof',
};
const WORDS_CHARS_MAX = 5_000;
const route = getRouteApi('/purchases/$orderId/problem');

export function ReportProblem() {
  const say = useWords();
  const { orderId } = route.useParams();
  const order = useOrder(orderId);
  return (
    <Loaded
      of={order}
      missing={say('missing.purchase')}
      back={{ label: say('nav.purchases'), to: '/purchases' }}
    >
      {(file) => <Flow order={file} />}
    </Loaded>
  );
}

interface Answers {
  reason?: Told;
  lines: string[];
  text: string;
  /** The day on which the shop was told. */
  toldOn: string;
  said: string;
  declared: boolean;
  amount?: number;
  file?: File;
}

/** Noon of a past day, or now for today: an instant that is never in the future. */
function instantOf(day: string): string {
  const noon = new Date(`${day}T12:00:00`);
  const now = serviceNow();
  return (noon < now ? noon : now).toISOString();
}

async function open(order: OrderFile, answers: Answers & { reason: Reason }): Promise<Dispute> {
  const { lines, text, toldOn, said, declared, amount, file, reason } = answers;
  const helps = HELPS[reason as Told];
  const evidence = [
    ...(file && helps ? [await evidenceBody({ type: helps, file })] : []),
    ...(text.trim() && reason === 'not_as_described'
      ? [await evidenceBody({ type: 'description', text: text.trim() })]
      : []),
  ];
  return api.post('/v1/disputes', {
    body: {
      order_id: order.order.id,
      reason,
      ...(lines.length > 0 ? { lines } : {}),
      ...(evidence.length > 0 ? { evidence } : {}),
      statement: {
        ...(text.trim() ? { text: text.trim() } : {}),
        ...(toldOn && reason !== 'unauthorised' ? { merchant_contacted_at: instantOf(toldOn) } : {}),
        ...(said.trim() && reason !== 'unauthorised' ? { merchant_said: said.trim() } : {}),
        ...(amount !== undefined ? { right_amount_minor: amount } : {}),
        declared,
      },
    },
  });
}

function Flow({ order }: { order: OrderFile }) {
  const say = useWords();
  const [step, setStep] = useState<'what' | 'more'>('what');
  const [answers, setAnswers] = useState<Answers>({
    lines: [],
    text: '',
    toldOn: '',
    said: '',
    declared: false,
  });
  const change = (next: Partial<Answers>) => setAnswers((before) => ({ ...before, ...next }));
  const report = useAct((value: Answers & { reason: Reason }) => open(order, value));
  const title = titleOf(order, say);
  const back = {
    label: title,
    link: { to: '/purchases/$orderId', params: { orderId: order.order.id } },
  } as const;

  if (report.data) return <Opened dispute={report.data} back={back} />;
  const { reason } = answers;
  const isFraud = reason === 'unauthorised';
  return (
    <Page title={say('problem.title')} lead={say('problem.lead')} back={back}>
      <p className="p-step">{say('problem.step', { step: step === 'what' ? 1 : 2, of: 2 })}</p>
      {step === 'what' ? (
        <form
          className="p-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason) setStep('more');
          }}
        >
          <RadioGroup
            label={say('problem.what')}
            value={reason}
            onChange={(id) => change({ reason: id })}
            choices={REASONS.map((id) => ({ id, label: say(`reason.${id}`) }))}
            isRequired
          />
          <div>
            <Button type="submit" variant="primary" size="l" isDisabled={!reason}>
              {say('next')}
            </Button>
          </div>
        </form>
      ) : (
        <form
          className="p-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason) report.mutate({ ...answers, reason });
          }}
        >
          <FocusedHeading>{say(`reason.${reason ?? 'other'}`)}</FocusedHeading>
          {isFraud ? null : (
            <ItemChoice
              label={say('problem.which')}
              order={order}
              chosen={answers.lines}
              onChange={(lines) => change({ lines })}
            />
          )}
          <More order={order} answers={answers} change={change} />
          {report.error ? <Failed error={report.error} /> : null}
          <div className="o-row">
            <Button
              type="submit"
              variant="primary"
              size="l"
              isPending={report.isPending}
              isDisabled={isFraud && !answers.declared}
            >
              {say('problem.send')}
            </Button>
            <Button variant="quiet" onPress={() => setStep('what')}>
              {say('back')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
}

function FocusedHeading({ children }: { children: string }) {
  const done = useRef(false);
  const focus = (element: HTMLHeadingElement | null) => {
    if (element && !done.current) element.focus();
    done.current = true;
  };
  return (
    <h2 tabIndex={-1} ref={focus}>
      {children}
    </h2>
  );
}

function More({
  order,
  answers,
  change,
}: {
  order: OrderFile;
  answers: Answers;
  change: (next: Partial<Answers>) => void;
}) {
  const say = useWords();
  const { reason } = answers;
  const helps = reason && HELPS[reason];
  const { currency } = order.order;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return (
    <>
      {reason === 'incorrect_amount' ? (
        <NumberField
          label={say('problem.right')}
          value={answers.amount === undefined ? undefined : answers.amount / 10 ** digits}
          onChange={(value) =>
            change({ amount: Number.isNaN(value) ? undefined : Math.round(value * 10 ** digits) })
          }
          minValue={0}
          formatOptions={{ style: 'currency', currency }}
        />
      ) : null}
      <TextField
        label={say('problem.words')}
        description={say(`problem.hint.${reason ?? 'other'}` as Key)}
        value={answers.text}
        onChange={(text) => change({ text })}
        rows={4}
        maxLength={WORDS_CHARS_MAX}
      />
      {helps ? (
        <FileField
          label={say('problem.file', { what: say(`ev.${helps}` as Key) })}
          file={answers.file}
          onChange={(file) => change({ file })}
        />
      ) : null}
      {reason === 'unauthorised' ? (
        <Checkbox isSelected={answers.declared} onChange={(declared) => change({ declared })}>
          {say('problem.declare')}
        </Checkbox>
      ) : (
        <>
          <TextField
            label={say('problem.toldOn')}
            description={say('problem.toldAbout')}
            type="date"
            value={answers.toldOn}
            onChange={(toldOn) => change({ toldOn })}
            isRequired
          />
          <TextField
            label={say('problem.said')}
            value={answers.said}
            onChange={(said) => change({ said })}
            rows={2}
            maxLength={WORDS_CHARS_MAX}
          />
        </>
      )}
    </>
  );
}

function Opened({ dispute, back }: { dispute: Dispute; back: React.ComponentProps<typeof Page>['back'] }) {
  const say = useWords();
  const write = useFormat();
  const order = useOrder(dispute.order_id);
  const held = order.data?.plans.find((plan) => pauseOf(plan));
  const until = held && pausedUntil(held);
  const status = caseStatus(dispute);
  return (
    <Page title={say('problem.done')} back={back}>
      <Done
        icon={CircleCheck}
        title={
          until ? say('paused.until', { date: write.day(until) }) : say(held ? 'paused' : 'problem.done')
        }
      >
        <p>{stepSentence(status, say, write)}</p>
        <p>{say(dispute.customer_missing.length > 0 ? 'problem.doneMissing' : 'problem.doneNothing')}</p>
      </Done>
      <div className="o-row">
        <Link
          className="o-button"
          data-variant="primary"
          to="/cases/$disputeId"
          params={{ disputeId: dispute.id }}
        >
          {say('problem.see')}
        </Link>
      </div>
    </Page>
  );
}
