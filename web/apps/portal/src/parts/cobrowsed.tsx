// The pages that the customer showed somebody of the desk: with whom, what was allowed, and whether it is kept.

import { itemsOf } from '@ombud/client';
import { Card, DateTime, useFormat } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, type Key } from '../app/words.ts';
import { Part } from './page.tsx';

const SHOWN_MAX = 20;

export function Cobrowsed() {
  const say = useWords();
  const format = useFormat();
  const { customerId } = useSession();
  const sessions = useQuery({
    queryKey: ['cobrowsed', customerId],
    queryFn: async () =>
      itemsOf(
        await api.get('/v1/cobrowse/sessions', { query: { customer_id: customerId, limit: SHOWN_MAX } }),
      ),
    retry: false,
  });
  // Whoever never showed a page, or whose company does not offer it, needs no empty list of it.
  const shown = sessions.data?.filter((one) => one.agent_name) ?? [];
  if (shown.length === 0) return null;
  return (
    <Part title={say('cobrowsed.title')}>
      <Card>
        <div className="o-stack">
          <p className="o-soft">{say('cobrowsed.about')}</p>
          <ul className="o-stack p-plain">
            {shown.map((one) => (
              <li key={one.id}>
                <strong>{say('cobrowsed.with', { name: one.agent_name ?? '' })}</strong>{' '}
                <DateTime at={one.created_at} show="full" />
                <span className="o-block">
                  {one.granted.length > 0
                    ? say('cobrowsed.allowed', {
                        grants: format.list(
                          one.granted.map((grant) => say(`cobrowsed.grant.${grant}` as Key)),
                        ),
                      })
                    : say('cobrowsed.nothing')}{' '}
                  {one.recording_ms ? say('cobrowsed.recorded') : null}
                </span>
              </li>
            ))}
          </ul>
        </div>
      </Card>
    </Part>
  );
}
