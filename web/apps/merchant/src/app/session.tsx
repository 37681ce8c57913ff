// Who is signed in, for which merchant, and what they may do.

import { ApiError, type Session } from '@ombud/client';
import { Banner, Spinner } from '@ombud/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { SignIn } from '../pages/SignIn.tsx';
import { useFailure } from '../parts/failure.ts';
import { api, onSignedOut } from './backend.ts';
import { useWords } from './words.ts';

interface Signed {
  session: Session;
  merchantId: string;
  /** Whether settings, keys, webhooks and people may be changed. */
  isAdmin: boolean;
  signOut: () => Promise<void>;
}
const SessionContext = createContext<Signed | null>(null);

async function readSession(): Promise<Session | null> {
  try {
    return await api.get('/v1/session');
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    if (import.meta.env.DEV && error instanceof ApiError && error.isAbsent)
      return developerSession().catch(() => null);
    throw error;
  }
}

/** In development the proxy may speak with an API key of a merchant, which is no session. */
async function developerSession(): Promise<Session> {
  const me = await api.get('/v1/me');
  const session: Partial<Session> = {
    kind: 'user',
    tenant: me.tenant_id,
    merchant_id: me.merchant_id,
    role: me.role,
    name: me.principal_id ?? '',
  };
  return session as Session;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const say = useWords();
  const failure = useFailure();
  const queries = useQueryClient();
  const session = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Infinity });
  useEffect(() => onSignedOut(() => queries.setQueryData(['session'], null)), [queries]);
  const signOut = useCallback(async () => {
    await api.delete('/v1/session').catch(() => undefined);
    queries.clear();
    queries.setQueryData(['session'], null);
  }, [queries]);
  const signed = useMemo(() => {
    const who = session.data;
    return who?.merchant_id
      ? { session: who, merchantId: who.merchant_id, isAdmin: who.role === 'merchant_admin', signOut }
      : null;
  }, [session.data, signOut]);

  if (session.isPending)
    return (
      <div className="m-wait">
        <Spinner />
      </div>
    );
  if (signed) return <SessionContext.Provider value={signed}>{children}</SessionContext.Provider>;
  const note = session.error ? failure(session.error) : session.data ? say('signIn.noMerchant') : undefined;
  return (
    <SignIn
      note={note ? <Banner tone="warning">{note}</Banner> : null}
      onSignedIn={(next) => queries.setQueryData(['session'], next)}
    />
  );
}

export function useSession(): Signed {
  const signed = useContext(SessionContext);
  if (!signed) throw new Error('SessionProvider is missing above this component');
  return signed;
}
