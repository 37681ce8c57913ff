// What surrounds every page: the way around, and the way to a person, always in the same place (WCAG 3.2.6).

import { Button, EmptyState, Icon, useToast } from '@ombud/ui';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import {
  Compass,
  House,
  LifeBuoy,
  MessageCircle,
  MessagesSquare,
  Scale,
  Settings,
  ShoppingBag,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useChat } from '../parts/chat.ts';
import { useFailure } from '../parts/failure.ts';
import { TogetherOffer } from '../parts/together.tsx';
import { useSession } from './session.tsx';
import { useWords, type Key } from './words.ts';

const PLACES = [
  { to: '/', label: 'nav.home', icon: House },
  { to: '/purchases', label: 'nav.purchases', icon: ShoppingBag },
  { to: '/cases', label: 'nav.cases', icon: Scale },
  { to: '/messages', label: 'nav.messages', icon: MessagesSquare },
  { to: '/help', label: 'nav.help', icon: LifeBuoy },
  { to: '/settings', label: 'nav.settings', icon: Settings },
] as const satisfies { to: string; label: Key; icon: LucideIcon }[];

export function Frame() {
  const say = useWords();
  const { company } = useSession();
  const main = useMainFocus();
  return (
    <div className="p-frame">
      <a className="o-skip" href="#main">
        {say('skip')}
      </a>
      <header className="p-top">
        <Link to="/" className="o-brand p-brand">
          {company.name || say('brand')}
        </Link>
        <Places />
        <PersonButton />
      </header>
      <TogetherOffer />
      <main id="main" className="p-main" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
    </div>
  );
}

/** A new page is announced by its heading: the focus goes to the main part, as it would on a page load. */
function useMainFocus() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return main;
}

function Places() {
  const say = useWords();
  const { chat } = useChat();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isHere = (to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
  return (
    <nav className="p-nav" aria-label={say('nav')}>
      {PLACES.map(({ to, label, icon }) => (
        <Link key={to} to={to} className="p-place" aria-current={isHere(to) ? 'page' : undefined}>
          <Icon of={icon} />
          <span>{say(label)}</span>
          {to === '/messages' && chat.unread > 0 ? (
            <span className="p-dot">
              <span className="o-hidden">{say('nav.unread', { count: chat.unread })}</span>
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}

/** One press puts the customer in line for a person. Nothing is asked first. */
function PersonButton() {
  const say = useWords();
  const { chat } = useChat();
  const go = useNavigate();
  const toast = useToast();
  const failure = useFailure();
  const [isPending, setPending] = useState(false);
  const ask = async () => {
    if (chat.isWaitingForPerson) return void go({ to: '/messages' });
    setPending(true);
    try {
      await chat.askPerson();
      await go({ to: '/messages' });
    } catch (error) {
      toast({ tone: 'danger', text: failure(error) });
    } finally {
      setPending(false);
    }
  };
  return (
    <div className="p-person">
      <Button variant="soft" icon={MessageCircle} onPress={() => void ask()} isPending={isPending}>
        {chat.isWaitingForPerson ? say('person.asked') : say('person')}
      </Button>
    </div>
  );
}

export function NotFound() {
  const say = useWords();
  return (
    <div className="p-page">
      <EmptyState icon={Compass} title={say('lost')} actions={<Link to="/">{say('lost.home')}</Link>}>
        {say('lost.about')}
      </EmptyState>
    </div>
  );
}
