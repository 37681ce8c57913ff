//! Whether the reader takes new conversations now, as the server has it: it makes somebody away who lets an offer lapse.

import { useToast } from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Availability } from '../api/shapes.ts';
import { useProblemToast } from '../inbox/actions.ts';
import { useOffers } from '../inbox/hooks.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { may } from './places.ts';
import { api } from './services.ts';
import { useSession } from './session.tsx';

export const AVAILABILITIES: readonly Availability[] = ['available', 'busy', 'away'];

/** How often the own seat is asked for anew. */
const SEAT_EVERY_MS = 30_000;

/** What was asked for last on this page, wherever on it. */
let asked: Availability | undefined;

interface Seat {
  user_id: string;
  state: Availability;
}

/** The state of one's own seat. Who has none yet gets nothing, as somebody who is away. */
export const stateOf = (seats: readonly Seat[], user: string | null | undefined): Availability =>
  seats.find((seat) => seat.user_id === user)?.state ?? 'away';

/** Whether somebody was made away without having asked for it. */
export const wasMadeAway = (
  before: Availability | undefined,
  now: Availability | undefined,
  asked: Availability | undefined,
): boolean => before === 'available' && now === 'away' && asked !== 'away';

/** Where a seat is of use at all. */
export function useHasSeat(): boolean {
  return may(useSession(), 'conversation.work');
}

/** The own state, or nothing while it is not known. */
export function useAvailability(): Availability | undefined {
  const session = useSession();
  const { data } = useQuery({
    queryKey: ['seats'],
    queryFn: async () => (await api.get('/v1/desk/seats')).items,
    enabled: useHasSeat(),
    refetchInterval: SEAT_EVERY_MS,
    retry: false,
  });
  return data ? stateOf(data, session.user_id) : undefined;
}

export function useSetAvailability() {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (state: Availability) => {
      asked = state;
      return api.post('/v1/desk/availability', { body: { state } });
    },
    onSuccess: (_seat, state) => {
      toast({ tone: 'success', text: t(`availability.${state}.done` as DeskKey) });
      void cache.invalidateQueries({ queryKey: ['seats'] });
    },
    onError: problem,
  });
}

/** Says it when the server made the reader away, with the way back. Once on the page. */
export function useToldWhenAway(state: Availability | undefined): void {
  const t = useT();
  const toast = useToast();
  const cache = useQueryClient();
  const { mutate } = useSetAvailability();
  const offers = useOffers().length;
  const before = useRef(state);
  useEffect(() => {
    if (wasMadeAway(before.current, state, asked)) {
      const action = { label: t('availability.back'), run: () => mutate('available') };
      toast({ tone: 'info', text: t('availability.lapsed'), action });
    }
    before.current = state;
  }, [state, t, toast, mutate]);
  // An offer that went may have taken the state with it.
  useEffect(() => void cache.invalidateQueries({ queryKey: ['seats'] }), [offers, cache]);
}
