//! What somebody is typing, once they pause.

import { useEffect, useState } from 'react';

const PAUSE_MS = 300;

/** A value that has stood still for a moment. */
export function useSettled<V>(value: V): V {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
