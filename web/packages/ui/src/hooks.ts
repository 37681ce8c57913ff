//! Small helpers that several components share.

import { clock } from '@ombud/client';
import { useSyncExternalStore } from 'react';

const TICK_MS = 30_000;

let now = new Date(clock.now());
const listeners = new Set<() => void>();
let stop: (() => void) | undefined;

function renew(): void {
  now = new Date(clock.now());
  for (const each of listeners) each();
}

function subscribe(listener: () => void): () => void {
  if (!stop) {
    now = new Date(clock.now());
    const timer = setInterval(renew, TICK_MS);
    const silence = clock.on(renew);
    stop = () => {
      clearInterval(timer);
      silence();
    };
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
}

/** The time at the server, renewed twice a minute by one timer for the whole page. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}
