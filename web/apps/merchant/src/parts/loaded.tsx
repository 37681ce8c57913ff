// What stands in while something is read, and when it does not come.

import { Banner, Button, Skeleton } from '@ombud/ui';
import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../app/words.ts';
import { useFailure } from './failure.ts';

interface Asked<T> {
  data: T | undefined;
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
}

export function Loaded<T>(props: { of: Asked<T>; lines?: number; children: (data: T) => ReactNode }) {
  const say = useWords();
  const failure = useFailure();
  const { of: asked } = props;
  if (asked.data !== undefined) return props.children(asked.data);
  if (asked.isPending) return <Skeleton lines={props.lines ?? 6} height={20} />;
  const again = (
    <Button size="s" icon={RefreshCw} onPress={() => void asked.refetch()}>
      {say('again')}
    </Button>
  );
  return (
    <Banner tone="warning" live actions={again}>
      {failure(asked.error)}
    </Banner>
  );
}
