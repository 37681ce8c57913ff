// One case: how it stands and when it goes on, what one can do, what was decided and why.

import { caseStatus, type Schema } from '@ombud/client';
import { Banner, Button, Card, ConfirmDialog, Facts, Icon, useToast } from '@ombud/ui';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck, Hourglass, Store, UserRound, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useWords, useFormat, type Key } from '../app/words.ts';
import { useAct, useDispute, useNotices, useOrder, type Dispute } from '../data/queries.ts';
import { Decision } from '../parts/decision.tsx';
import { EvidencePart } from '../parts/evidence.tsx';
import { useFailure } from '../parts/failure.ts';
import { Loaded, Page, Paragraphs, Part } from '../parts/page.tsx';
import { reasonKey, shopOf, stepSentence, titleOf } from '../parts/status.tsx';

const route = getRouteApi('/cases/$disputeId');

export function Case() {
  const say = useWords();
  const { disputeId } = route.useParams();
  const dispute = useDispute(disputeId);
  return (
    <Loaded of={dispute} missing={say('missing.case')} back={{ label: say('nav.cases'), to: '/cases' }}>
      {(found) => <Whole dispute={found} />}
    </Loaded>
  );
}

function Whole({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  const order = useOrder(dispute.order_id);
  const name = order.data ? titleOf(order.data, say) : say('order', { id: dispute.order_id });
  const isOpen = dispute.state !== 'closed';
  return (
    <Page
      title={say(reasonKey(dispute.reason))}
      lead={`${name} · ${shopOf(dispute)} · ${write.money(dispute.claimed)}`}
      back={{ label: say('nav.cases'), link: { to: '/cases' } }}
    >
      <Standing dispute={dispute} />
      {dispute.proposal ? <Offer dispute={dispute} /> : null}
      <Course dispute={dispute} />
      <Decision dispute={dispute} />
      <EvidencePart dispute={dispute} />
      <Told dispute={dispute} />
      <Letters dispute={dispute} />
      <div className="o-row o-spread">
        <Link to="/purchases/$orderId" params={{ orderId: dispute.order_id }}>
          {say('case.purchase')}
        </Link>
        {isOpen ? <Withdraw dispute={dispute} /> : null}
      </div>
    </Page>
  );
}

const TURN_ICONS: Record<string, LucideIcon> = {
  you: UserRound,
  shop: Store,
  us: Hourglass,
  nobody: CircleCheck,
};

/** Whose turn it is, until when, and that nothing has to be paid meanwhile. */
function Standing({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  const order = useOrder(dispute.order_id);
  const status = caseStatus(dispute);
  const isPaused = order.data?.plans.some((plan) => plan.status === 'paused') ?? false;
  const closed = dispute.closing;
  const title = closed ? say(`outcome.${closed.outcome}`) : say(`stand.${status.step}`);
  return (
    <section className="p-standing" data-turn={status.turn} aria-label={say('case.standing')}>
      <span className="p-done-mark">
        <Icon of={TURN_ICONS[status.turn] ?? Hourglass} size={28} />
      </span>
      <div>
        <p className="p-done-title">{title}</p>
        <p>
          {closed ? say('case.closedOn', { date: write.day(closed.at) }) : stepSentence(status, say, write)}
        </p>
        {isPaused && dispute.state !== 'closed' ? <p className="o-soft">{say('case.paused')}</p> : null}
        {dispute.provisional.amount_minor > 0 ? (
          <p className="o-soft">{say('case.provisional', { amount: write.money(dispute.provisional) })}</p>
        ) : null}
      </div>
    </section>
  );
}

function Offer({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const [answer, setAnswer] = useState<boolean>();
  const path = { dispute_id: dispute.id };
  const send = useAct((accept: boolean) =>
    api.post('/v1/disputes/{dispute_id}/proposal/answer', { path, body: { accept } }),
  );
  const { proposal } = dispute;
  if (!proposal) return null;
  const amount = write.money(proposal.amount);
  if (proposal.state !== 'open') {
    return <p className="o-soft">{say(`offer.${proposal.state}`, { amount })}</p>;
  }
  const confirm = () => {
    if (answer === undefined) return;
    send.mutate(answer, {
      onSuccess: () => {
        setAnswer(undefined);
        toast({ tone: 'success', text: say(answer ? 'offer.took' : 'offer.left') });
      },
      onError: (error) => toast({ tone: 'danger', text: failure(error) }),
    });
  };
  return (
    <Card title={say('offer.title', { amount })}>
      <div className="o-stack">
        <p>
          {say('offer.about', {
            amount,
            all: write.money(dispute.amount),
            date: write.weekday(proposal.expires_at),
          })}
        </p>
        <div className="o-row">
          <Button variant="primary" onPress={() => setAnswer(true)}>
            {say('offer.accept', { amount })}
          </Button>
          <Button onPress={() => setAnswer(false)}>{say('offer.decline')}</Button>
        </div>
        <p className="o-small o-soft">{say('offer.free')}</p>
      </div>
      <ConfirmDialog
        title={say(answer ? 'offer.accept' : 'offer.decline', { amount })}
        isOpen={answer !== undefined}
        onOpenChange={() => setAnswer(undefined)}
        confirmLabel={say(answer ? 'offer.yes' : 'offer.no')}
        onConfirm={confirm}
        isPending={send.isPending}
      >
        <p>{say(answer ? 'offer.ifYes' : 'offer.ifNo', { amount, all: write.money(dispute.amount) })}</p>
      </ConfirmDialog>
    </Card>
  );
}

const COURSE = ['reported', 'shop', 'decision', 'end'] as const;

/** The way of a case in four steps, and where it is on it. */
function Course({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  const at = { draft: 1, dialogue: 1, evidence: 1, review: 2, preliminary: 2, final_review: 2, closed: 4 }[
    dispute.state
  ];
  const status = caseStatus(dispute);
  const decided = dispute.clocks.find(
    (clock) =>
      clock.kind === 'review_due' || clock.kind === 'final_review_due' || clock.kind === 'appeal_due',
  );
  const dates = [
    dispute.opened_at,
    at === 1 ? status.by : undefined,
    at === 2 ? decided?.due_at : undefined,
    dispute.closing?.at,
  ];
  return (
    <ol className="p-course" aria-label={say('course')}>
      {COURSE.map((step, index) => {
        const mark = index < at ? 'done' : index === at ? 'now' : 'later';
        const date = dates[index];
        return (
          <li key={step} data-mark={mark} aria-current={mark === 'now' ? 'step' : undefined}>
            <span className="p-course-name">{say(`course.${step}`)}</span>
            <span className="o-small o-soft">
              {date
                ? mark === 'now'
                  ? say('course.by', { date: write.shortDay(date) })
                  : write.shortDay(date)
                : ' '}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Told({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  const { statement } = dispute;
  return (
    <Part title={say('case.told')}>
      <Card>
        <Facts
          items={[
            [say('case.when'), write.day(dispute.opened_at)],
            [say('case.claimed'), write.money(dispute.claimed)],
            [say('case.words'), statement.text ?? null],
            [
              say('case.shopTold'),
              statement.merchant_contacted_at ? write.day(statement.merchant_contacted_at) : null,
            ],
            [say('case.shopSaid'), statement.merchant_said ?? null],
          ]}
        />
      </Card>
    </Part>
  );
}

function Letters({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  const notices = useNotices(dispute.id);
  const letters = notices.data ?? [];
  if (letters.length === 0) return null;
  return (
    <Part title={say('letters')}>
      <ol className="p-scans">
        {[...letters].reverse().map((letter) => (
          <li key={letter.id}>
            {letter.letter ? (
              <Written letter={letter.letter} name={letterName(letter.template, say)} />
            ) : (
              <span>{letterName(letter.template, say)}</span>
            )}
            <span className="o-soft o-nowrap">{write.dateTime(letter.at)}</span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

/** A letter that can be opened and read, as it was written. */
function Written({ letter, name }: { letter: Schema.Letter; name: string }) {
  return (
    <details className="p-letter o-grow">
      <summary>{name}</summary>
      <div lang={letter.language}>
        <p className="o-strong">{letter.subject}</p>
        <Paragraphs text={letter.text} />
      </div>
    </details>
  );
}

const LETTERS = new Set([
  'dispute_received',
  'evidence_requested',
  'evidence_shared',
  'proposal_made',
  'decision_preliminary',
  'decision',
  'refund_sent',
  'refund_pending',
  'dispute_withdrawn',
  'provisional_credit',
  'account_locked',
  'review_started',
  'instalment_reinstated',
  'goodwill_given',
  'missed_payment',
  'late_fee_charged',
  'late_fee_reversed',
  'plan_changed',
  'hardship_started',
  'return_reported',
  'return_pause_ended',
  'store_credit_given',
  'overpayment_released',
]);

function letterName(template: string, say: (key: Key) => string): string {
  return LETTERS.has(template) ? say(`letter.${template}` as Key) : say('letter.other');
}

function Withdraw({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const [isAsked, setAsked] = useState(false);
  const act = useAct(() =>
    api.post('/v1/disputes/{dispute_id}/withdraw', { path: { dispute_id: dispute.id } }),
  );
  return (
    <div>
      <Button variant="quiet" onPress={() => setAsked(true)}>
        {say('withdraw.title')}
      </Button>
      <ConfirmDialog
        title={say('withdraw.title')}
        isOpen={isAsked}
        onOpenChange={setAsked}
        confirmLabel={say('withdraw.yes')}
        onConfirm={() =>
          act.mutate(undefined, {
            onSuccess: () => {
              setAsked(false);
              toast({ tone: 'success', text: say('withdraw.done') });
            },
            onError: (error) => toast({ tone: 'danger', text: failure(error) }),
          })
        }
        isPending={act.isPending}
      >
        <Banner tone="info">{say('withdraw.about')}</Banner>
      </ConfirmDialog>
    </div>
  );
}
