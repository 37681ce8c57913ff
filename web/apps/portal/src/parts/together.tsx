// Somebody of the desk asks to look at the page: an offer in a corner, which hides nothing and begins nothing.

import { invitationIn } from '@ombud/client';
import { Button, Icon, useLanguage, useToast } from '@ombud/ui';
import { MonitorPlay } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { comeTo, follow } from '../app/cobrowse.ts';
import { useWords } from '../app/words.ts';
import { useChat } from './chat.ts';
import { useFailure } from './failure.ts';

const end = (session: string): Promise<unknown> =>
  api.post('/v1/cobrowse/sessions/{cobrowse_id}/end', { path: { cobrowse_id: session } });

export function TogetherOffer() {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { locale } = useLanguage();
  const { chat } = useChat();
  const [pending, setPending] = useState(false);
  const { together } = chat;
  const isOffered = together?.state === 'invited';
  const isWaiting = together?.state === 'answered';
  if (!together || (!isOffered && !isWaiting)) return null;
  const name = together.user_name;
  const answer = async (run: () => Promise<unknown>) => {
    setPending(true);
    try {
      await run();
    } catch (error) {
      toast({ tone: 'danger', text: failure(error) });
    } finally {
      setPending(false);
    }
  };
  return (
    <section className="p-together o-card" aria-label={say('cobrowse.offer.title')} aria-live="polite">
      <p className="o-row">
        <Icon of={MonitorPlay} />
        <span className="o-grow">{say(isOffered ? 'cobrowse.offer' : 'cobrowse.coming', { name })}</span>
      </p>
      <div className="o-row">
        {isOffered ? (
          <Button
            size="s"
            variant="primary"
            isPending={pending}
            onPress={() => void answer(() => comeTo(together.session_id, locale))}
          >
            {say('cobrowse.offer.show')}
          </Button>
        ) : null}
        <Button size="s" isDisabled={pending} onPress={() => void answer(() => end(together.session_id))}>
          {say(isOffered ? 'cobrowse.offer.no' : 'cobrowse.offer.end')}
        </Button>
      </div>
    </section>
  );
}

/** What was said. The link of an invitation in it is followed on this page. */
export function SaidText({ text }: { text: string }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { locale } = useLanguage();
  const invitation = invitationIn(text);
  if (!invitation) return text;
  const come = () =>
    void follow(invitation.token, locale).catch((error: unknown) =>
      toast({ tone: 'danger', text: failure(error) }),
    );
  return (
    <>
      {invitation.before}
      <Button size="s" icon={MonitorPlay} onPress={come}>
        {say('cobrowse.link')}
      </Button>
      {invitation.after}
    </>
  );
}
