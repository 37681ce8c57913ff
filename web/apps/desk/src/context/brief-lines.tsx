//! What one must not miss of a brief, a line each: what the customer asks, and how to treat them well.

import { Icon } from '@ombud/ui';
import { CircleHelp, HeartHandshake, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Brief } from '../api/shapes.ts';
import { useWord } from '../words/index.ts';

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
