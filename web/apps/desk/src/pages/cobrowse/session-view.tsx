//! A live session or a recording on a page of the desk.

import { connect, play, readRecords, type Player } from '@ombud/cobrowse/agent';
import { useLanguage } from '@ombud/ui';
import { useEffect, useRef } from 'react';
import { assetOf, recordingPath } from '../../api/cobrowse.ts';
import { api } from '../../app/services.ts';
import { socketAt } from './code.ts';

async function seatOf(session: string): Promise<{ token: string; socket: string }> {
  const path = { cobrowse_id: session };
  const { token, socket } = await api.post('/v1/cobrowse/sessions/{cobrowse_id}/seat', { path });
  return { token, socket: socketAt(socket, location.href) };
}

/** The session as its agent sees it. The seat is taken when it appears, and left when it goes. */
export function SessionView({
  session,
  onProblem,
  onOver,
}: {
  session: string;
  onProblem: (error: unknown) => void;
  /** It has ended, for everybody. */
  onOver?: () => void;
}) {
  const { locale } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const tell = useRef(onProblem);
  tell.current = onProblem;
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let isGone = false;
    let close = (): void => undefined;
    seatOf(session).then(
      (seat) => {
        if (isGone) return;
        const onState = ({ state }: { state: string }): void => {
          if (state === 'ended') over.current?.();
        };
        const place = (): ReturnType<typeof seatOf> => seatOf(session);
        const view = connect({ ...seat, element, locale, assets: assetOf, place, onState });
        close = () => view.close();
      },
      (error: unknown) => {
        if (!isGone) tell.current(error);
      },
    );
    return () => {
      isGone = true;
      close();
    };
  }, [session, locale]);
  return <div className="d-cobrowse" ref={place} />;
}

async function recordsOf(session: string, onOpened: () => void) {
  const answer = await fetch(recordingPath(session));
  // That somebody watches is noted by now.
  onOpened();
  if (!answer.ok || !answer.body) throw new Error(`the recording answered ${answer.status}`);
  return readRecords(answer.body);
}

/** The recording of a session. `onPlayer` gets the player while there is one; `onOpened` hears that it was opened. */
export function RecordingView({
  session,
  onPlayer,
  onOpened,
}: {
  session: string;
  onOpened?: () => void;
  onPlayer?: (player: Player | null) => void;
}) {
  const { locale } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const hand = useRef(onPlayer);
  hand.current = onPlayer;
  const opened = useRef(onOpened);
  opened.current = onOpened;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const load = () => recordsOf(session, () => opened.current?.());
    const player = play({ element, locale, assets: assetOf, load });
    hand.current?.(player);
    return () => {
      hand.current?.(null);
      player.close();
    };
  }, [session, locale]);
  return <div className="d-cobrowse" ref={place} />;
}
