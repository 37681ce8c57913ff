// How long is left. The words carry it; colour only helps.

import { Badge, useNow } from '@ombud/ui';
import { Clock } from 'lucide-react';
import { useWords, useFormat } from '../app/words.ts';

const HOUR_MS = 3_600_000;
/** From here on a deadline is near. */
export const NEAR_HOURS = 72;

export function isNear(at: string | null | undefined, now: Date): boolean {
  return Boolean(at) && new Date(at ?? '').getTime() - now.getTime() < NEAR_HOURS * HOUR_MS;
}

export function Deadline({ at }: { at: string | null | undefined }) {
  const say = useWords();
  const write = useFormat();
  const now = useNow();
  if (!at) return <span className="o-soft">{say('deadline.none')}</span>;
  const isOver = new Date(at) < now;
  const tone = isOver ? 'danger' : isNear(at, now) ? 'warning' : 'neutral';
  return (
    <span className="m-deadline">
      <Badge tone={tone} icon={Clock}>
        {isOver ? say('deadline.over') : write.relative(at, now)}
      </Badge>
      <span className="o-small o-soft o-nowrap">{write.dateTime(at)}</span>
    </span>
  );
}
