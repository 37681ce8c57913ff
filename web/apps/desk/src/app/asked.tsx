//! What stands in while something is read, when it does not come, and where this server does not have it at all.

import { ApiError } from '@ombud/client';
import { Button, EmptyState, Skeleton } from '@ombud/ui';
import { CloudOff, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../words/index.ts';

interface Asked<V> {
  data: V | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Shows what was read. Nothing is never shown for something that only did not come. */
export function Loaded<V>(props: { of: Asked<V>; lines?: number; children: (value: V) => ReactNode }) {
  const { of: asked } = props;
  if (asked.data !== undefined) return props.children(asked.data);
  if (asked.isPending) return <Skeleton lines={props.lines ?? 8} height={28} />;
  return <NotRead error={asked.error} retry={() => void asked.refetch()} />;
}

/** Says that a part is not offered by this server, or that it did not come this time. */
export function NotRead({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useT();
  const isAbsent = error instanceof ApiError && error.isAbsent;
  const isForbidden = error instanceof ApiError && error.status === 403;
  if (isForbidden) return <NotYours />;
  if (isAbsent) {
    return (
      <div className="o-card">
        <EmptyState icon={Unplug} title={t('absent.title')}>
          {t('absent.text')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="o-card">
      <EmptyState
        icon={CloudOff}
        title={t('absent.failed.title')}
        actions={<Button onPress={retry}>{t('offline.retry')}</Button>}
      >
        {t('absent.failed.text')}
      </EmptyState>
    </div>
  );
}

/** Says that somebody's role has no business here. */
export function NotYours() {
  const t = useT();
  return (
    <div className="o-card">
      <EmptyState icon={Unplug} title={t('absent.forbidden.title')}>
        {t('absent.forbidden.text')}
      </EmptyState>
    </div>
  );
}

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** The rest of a long list, a page at a time. */
export function More({ of: paged }: { of: Paged }) {
  const t = useT();
  if (!paged.hasNextPage) return null;
  return (
    <div className="d-more">
      <Button isPending={paged.isFetchingNextPage} onPress={() => void paged.fetchNextPage()}>
        {t('more.load')}
      </Button>
    </div>
  );
}
