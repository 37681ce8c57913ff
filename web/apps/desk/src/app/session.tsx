//! Who is signed in. The pages are below it; nobody signed in sees the sign-in page instead.

import { ApiError, type Session } from '@ombud/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, EmptyState } from '@ombud/ui';
import { CloudOff } from 'lucide-react';
import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { SignInPage } from '../pages/sign-in.tsx';
import { useT } from '../words/index.ts';
import { api, socket, store } from './services.ts';

const SessionContext = createContext<Session | null>(null);

/** The signed-in person. Only below `SessionGate`. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('SessionGate is missing above this component');
  return session;
}

/** How often a sandbox is asked what time it is, by those who may ask. */
const CLOCK_EVERY_MS = 60_000;

/** Roles that see figures of the whole desk and manage people. */
export const leads = (session: Session): boolean =>
  ['supervisor', 'compliance_officer', 'operator'].includes(session.role);

export function SessionGate({ children }: { children: ReactNode }) {
  const t = useT();
  const cache = useQueryClient();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['session'],
    queryFn: () => api.get('/v1/session'),
    staleTime: Infinity,
  });
  useEffect(() => {
    if (!data) return undefined;
    store.session = data;
    socket.connect();
    const stop = socket.on('ended', () => void cache.invalidateQueries({ queryKey: ['session'] }));
    return () => {
      stop();
      socket.close();
    };
  }, [data, cache]);
  useQuery({
    queryKey: ['sandbox-clock'],
    // The answer sets the page's clock on its way.
    queryFn: () => api.get('/v1/sandbox/clock'),
    enabled: data?.actions.includes('sandbox.use') ?? false,
    refetchInterval: (asked) => (asked.state.error ? false : CLOCK_EVERY_MS),
    retry: false,
  });
  if (isPending) return null;
  const isSignedOut = error instanceof ApiError && (error.status === 401 || error.status === 404);
  if (isSignedOut) return <SignInPage onSignedIn={(session) => cache.setQueryData(['session'], session)} />;
  if (!data) {
    return (
      <main className="d-centre">
        <EmptyState
          icon={CloudOff}
          title={t('offline.title')}
          actions={<Button onPress={() => void refetch()}>{t('offline.retry')}</Button>}
        >
          {t('offline.text')}
        </EmptyState>
      </main>
    );
  }
  return <SessionContext.Provider value={data}>{children}</SessionContext.Provider>;
}
