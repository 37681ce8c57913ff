// Who is signed in. A token in the address's fragment (from the company's own app) is used once and taken out.

import { ApiError, type Company, type Session } from '@ombud/client';
import { Spinner } from '@ombud/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { SignIn } from '../pages/SignIn.tsx';
import { api, keepToken, leaveChat, onSignedOut, readClock } from './backend.ts';
import { stopShowing } from './cobrowse.ts';

interface Signed {
  session: Session;
  customerId: string;
  company: Company;
  signOut: () => Promise<void>;
}
const SessionContext = createContext<Signed | null>(null);

/** Takes the identity token out of the address, so that nobody copies it with the link. */
function tokenInAddress(): string | undefined {
  const found = new URLSearchParams(location.hash.slice(1)).get('token');
  if (found) history.replaceState(null, '', location.pathname + location.search);
  return found ?? undefined;
}

const tenantOfAddress = new URLSearchParams(location.search).get('tenant') ?? undefined;

async function readSession(): Promise<Session | null> {
  const identity = tokenInAddress();
  if (identity) {
    const signed = await api.post('/v1/sign-in/identity', { body: { token: identity } });
    keepToken(signed.token);
    await readClock();
    return signed.session;
  }
  try {
    const session = await api.get('/v1/session');
    await readClock();
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    if (import.meta.env.DEV && error instanceof ApiError && error.isAbsent)
      return developerSession().catch(() => null);
    throw error;
  }
}

/** In development the proxy may speak with an API key of a customer, which is no session. */
async function developerSession(): Promise<Session> {
  const me = await api.get('/v1/me');
  await readClock();
  const session: Partial<Session> = {
    kind: 'customer',
    tenant: me.tenant_id,
    customer_id: me.customer_id,
    name: '',
  };
  return session as Session;
}

/** The company of whoever is signed in; before that, the one that the link names, or the only one. */
async function readCompany(tenant: string | undefined): Promise<Company> {
  try {
    return await api.get('/v1/company', { query: { tenant } });
  } catch {
    return { tenant: '', name: '', languages: [] };
  }
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const session = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Infinity });
  const tenant = session.data?.tenant ?? tenantOfAddress;
  const company = useQuery({
    queryKey: ['company', tenant],
    queryFn: () => readCompany(tenant),
    enabled: !session.isPending,
    staleTime: Infinity,
  });
  useEffect(() => onSignedOut(() => queries.setQueryData(['session'], null)), [queries]);

  const signOut = useCallback(async () => {
    await api.delete('/v1/session').catch(() => undefined);
    stopShowing();
    keepToken(undefined);
    leaveChat();
    queries.clear();
    queries.setQueryData(['session'], null);
  }, [queries]);

  const signed = useMemo(() => {
    const who = session.data;
    const known = company.data;
    return who?.customer_id && known
      ? { session: who, customerId: who.customer_id, company: known, signOut }
      : null;
  }, [session.data, company.data, signOut]);

  if (session.isPending || company.isPending)
    return (
      <div className="p-wait">
        <Spinner />
      </div>
    );
  if (!signed) {
    const failed = session.error ?? undefined;
    return (
      <SignIn
        company={company.data}
        failed={failed}
        onSignedIn={(next) => queries.setQueryData(['session'], next)}
      />
    );
  }
  return <SessionContext.Provider value={signed}>{children}</SessionContext.Provider>;
}

/** Where the company does not say for how long. */
const RETURN_PAUSE_DAYS = 28;

/** How long payments stand still for a return. */
export function useReturnDays(): number {
  return useSession().company.pauses?.return_days ?? RETURN_PAUSE_DAYS;
}

export function useSession(): Signed {
  const signed = useContext(SessionContext);
  if (!signed) throw new Error('SessionProvider is missing above this component');
  return signed;
}
