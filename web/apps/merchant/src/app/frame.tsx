// What surrounds every page of the merchants' portal.

import { AppShell, EmptyState, type NavEntry } from '@ombud/ui';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Compass, KeyRound, PackageOpen, ReceiptText, Scale, Settings, Users, Webhook } from 'lucide-react';
import { merchantTurn } from '@ombud/client';
import { useDisputes, useReturns, useShopName } from '../data/queries.ts';
import { useSession } from './session.tsx';
import { useWords } from './words.ts';

export function Frame() {
  const say = useWords();
  const { isAdmin, merchantId } = useSession();
  const disputes = useDisputes();
  const returns = useReturns();
  const shop = useShopName(merchantId);
  const waiting = (disputes.data ?? []).filter((one) => merchantTurn(one) === 'respond').length;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const admin: NavEntry[] = [
    {
      id: 'webhooks',
      label: say('nav.webhooks'),
      href: '/webhooks',
      icon: Webhook,
      section: say('nav.developers'),
    },
    { id: 'keys', label: say('nav.keys'), href: '/keys', icon: KeyRound },
    { id: 'team', label: say('nav.team'), href: '/team', icon: Users, section: say('nav.admin') },
  ];
  const nav: NavEntry[] = [
    {
      id: 'disputes',
      label: say('nav.disputes'),
      href: '/',
      icon: Scale,
      count: waiting,
      countTone: 'warning',
    },
    {
      id: 'returns',
      label: say('nav.returns'),
      href: '/returns',
      icon: PackageOpen,
      count: returns.data?.length,
    },
    { id: 'statement', label: say('nav.statement'), href: '/statement', icon: ReceiptText },
    ...(isAdmin ? admin : []),
    { id: 'settings', label: say('nav.settings'), href: '/settings', icon: Settings },
  ];
  const current = path === '/' || path.startsWith('/disputes') ? 'disputes' : (path.split('/')[1] ?? null);
  return (
    <AppShell
      brand={<span className="o-truncate">{shop}</span>}
      home="/merchant/"
      nav={nav}
      current={current}
      renderLink={(entry, inner) => (
        <Link
          to={entry.href}
          className="o-nav-link"
          title={entry.label}
          aria-current={entry.id === current ? 'page' : undefined}
        >
          {inner}
        </Link>
      )}
    >
      <Outlet />
    </AppShell>
  );
}

export function NotFound() {
  const say = useWords();
  return (
    <div className="o-page">
      <EmptyState icon={Compass} title={say('lost')} actions={<Link to="/">{say('lost.home')}</Link>} />
    </div>
  );
}
