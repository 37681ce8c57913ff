//! The times of a desk as a form has them. Pure. `24:00` is midnight at a day's end; the clock field of a browser calls it 00:00.

import type { BusinessHours } from '../../api/shapes.ts';

export type OpenTime = BusinessHours['days'][number];

const MIDNIGHT = '00:00';
const END_OF_DAY = '24:00';
const TIME = /^\d{2}:\d{2}$/;

/** What the field shows. */
export const shownUntil = (until: string): string => (until === END_OF_DAY ? MIDNIGHT : until);
/** What the field means: nobody closes as the day begins. */
export const untilOf = (shown: string): string => (shown === MIDNIGHT ? END_OF_DAY : shown);

export type Fault = 'blank' | 'wrong';

/** What is wrong with a time, if anything. */
export function faultOf({ from, until }: Pick<OpenTime, 'from' | 'until'>): Fault | undefined {
  if (!TIME.test(from) || !TIME.test(until)) return 'blank';
  return from >= until ? 'wrong' : undefined;
}

/** Whether a day has no hour at which nobody is there. */
export const isAllDay = ({ from, until }: Pick<OpenTime, 'from' | 'until'>): boolean =>
  from === MIDNIGHT && until === END_OF_DAY;
