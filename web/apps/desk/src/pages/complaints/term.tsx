//! A term as the time that is left of it: a full bar has just begun, an empty one is over.

import { lastLegalDay } from '@ombud/client';
import { Meter, useFormat, useNow } from '@ombud/ui';
import { useT } from '../../words/index.ts';
import { usedShare } from '../figures.ts';
import { lastDayOf } from './clocks.ts';

/** Less than this part of a term left is little. */
const NEAR_SHARE = 0.25;

export function Term(props: {
  label: string;
  from: string;
  until: string;
  /** Whose law it is, which says where the day ends. */
  jurisdiction: string;
  isMet: boolean;
  /** Without the day, where a column says it already. */
  isShort?: boolean;
}) {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const { label, from, until, isMet } = props;
  const left = 1 - usedShare(from, until, now.getTime());
  const seconds = (new Date(until).getTime() - now.getTime()) / 1000;
  const text = isMet
    ? t('complaints.met')
    : left <= 0
      ? t('complaints.over', { time: format.duration(-seconds) })
      : t('complaints.left', { time: format.duration(seconds) });
  return (
    <div className="d-term">
      <Meter
        label={label}
        share={isMet ? 1 : left}
        tone={isMet ? 'success' : left <= 0 ? 'danger' : left < NEAR_SHARE ? 'warning' : 'accent'}
        text={text}
      />
      {props.isShort ? null : (
        <span className="o-small o-soft">
          <LastDay until={until} jurisdiction={props.jurisdiction} />
        </span>
      )}
    </div>
  );
}

/** The last day of a term, as one date for every reader. */
export function LastDay(props: { until: string; jurisdiction: string }) {
  const format = useFormat();
  return (
    <time dateTime={lastLegalDay(props.until, props.jurisdiction)} className="o-num o-nowrap">
      {format.day(lastDayOf(props.until, props.jurisdiction))}
    </time>
  );
}
