//! What one must not miss of a brief, a line each: what the customer asks, how to treat them well, what is best done next,
//! and what they answered already.

import type { Conversation } from '@ombud/client';
import { Button, Icon } from '@ombud/ui';
import { CircleHelp, HeartHandshake, PencilLine, Zap, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ActionsDialog } from '../actions/actions-dialog.tsx';
import { actionOf } from '../actions/catalog.ts';
import type { Brief, NextStep } from '../api/shapes.ts';
import { runCommand } from '../keys/use-keys.ts';
import { useT, useWord } from '../words/index.ts';

export function BriefLine({ icon, tone, children }: { icon: LucideIcon; tone: string; children: ReactNode }) {
  return (
    <p className="d-brief-line" data-tone={tone}>
      <Icon of={icon} size={14} />
      <span>{children}</span>
    </p>
  );
}

export function BriefNeeds({ brief }: { brief: Brief }) {
  const word = useWord();
  return (
    <>
      {brief.open_question ? (
        <BriefLine icon={CircleHelp} tone="accent">
          {brief.open_question}
        </BriefLine>
      ) : null}
      {brief.support_needs.map((need) => (
        <BriefLine key={need} icon={HeartHandshake} tone="info">
          {word('need', need)}
        </BriefLine>
      ))}
    </>
  );
}

/** What is best done next, each with why. The button begins the action that the agent has anyway, under their own authority. */
export function BriefNext({ brief, conversation }: { brief: Brief; conversation: Conversation }) {
  const t = useT();
  const [begun, setBegun] = useState<NextStep | null>(null);
  const steps = brief.next ?? [];
  if (steps.length === 0) return null;
  return (
    <div>
      <h3 className="d-mini">{t('brief.next')}</h3>
      <ul className="d-next">
        {steps.map((step) => (
          <li key={`${step.act} ${step.order_id}`}>
            <Step step={step} onBegin={() => setBegun(step)} />
            <p className="o-small o-soft">{step.why}</p>
          </li>
        ))}
      </ul>
      <ActionsDialog
        target={{
          conversation_id: conversation.id,
          customer_id: conversation.customer_id,
          order_id: begun?.order_id ?? conversation.order_id ?? undefined,
          dispute_id: begun?.dispute_id ?? conversation.dispute_id ?? undefined,
        }}
        first={begun ? actionOf(begun.act) : undefined}
        isOpen={begun !== null}
        onOpenChange={(open) => {
          if (!open) setBegun(null);
        }}
      />
    </div>
  );
}

function Step({ step, onBegin }: { step: NextStep; onBegin: () => void }) {
  const write = () => runCommand('reply');
  if (step.act === 'answer') {
    return (
      <Button size="s" variant="soft" icon={PencilLine} onPress={write}>
        {step.what}
      </Button>
    );
  }
  return actionOf(step.act) ? (
    <Button size="s" variant="soft" icon={Zap} onPress={onBegin}>
      {step.what}
    </Button>
  ) : (
    <p className="o-strong">{step.what}</p>
  );
}

/** The conversation in a few lines. */
export function InShort({ brief }: { brief: Brief }) {
  const t = useT();
  const short = brief.in_short;
  if (!short) return null;
  return (
    <div>
      <h3 className="d-mini">{t('brief.in_short')}</h3>
      {short.wanted ? <blockquote className="d-quote">{short.wanted}</blockquote> : null}
      <ul className="d-points">
        {[...short.facts, ...short.done, short.stands].filter(Boolean).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

/** What the customer answered already: nobody asks it again. */
export function BriefTold({ brief }: { brief: Brief }) {
  const t = useT();
  const told = brief.told ?? [];
  if (told.length === 0) return null;
  return (
    <details className="d-told">
      <summary className="d-mini">{t('brief.told', { count: told.length })}</summary>
      <dl>
        {told.map((one) => (
          <div key={one.seq}>
            <dt className="o-small o-soft">{one.asked}</dt>
            <dd>{one.answer}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
