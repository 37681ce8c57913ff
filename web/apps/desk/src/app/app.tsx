//! The frame of the console: navigation, routes, palette, and the keys that work everywhere.

import {
  AppShell,
  CommandPalette,
  Icon,
  useAppearance,
  useLanguage,
  type Command,
  type NavEntry,
} from '@ombud/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  redirect,
  type RouteComponent,
  useNavigate,
  useRouterState,
} from '@tanstack/react-router';
import {
  AlarmClock,
  AtSign,
  Bot,
  ChartLine,
  CheckCheck,
  ClipboardCheck,
  FlaskConical,
  Flame,
  Hand,
  Inbox,
  ListTodo,
  LogOut,
  MessageSquareWarning,
  MonitorPlay,
  MessagesSquare,
  Scale,
  Search,
  Settings,
  TextQuote,
  UserRoundX,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { RouterProvider } from 'react-aria-components';
import type { ViewName } from '../api/shapes.ts';
import { Calls } from '../inbox/calls.tsx';
import { Mentions } from '../inbox/mentions.tsx';
import { InboxPage } from '../inbox/inbox.tsx';
import { NotFoundPage } from '../pages/not-found.tsx';
import { InvitationPage } from '../pages/invitation.tsx';
import { useCounts } from '../inbox/hooks.ts';
import { VIEWS } from '../inbox/views.ts';
import { BINDINGS, type CommandName } from '../keys/bindings.ts';
import { keys, runCommand, useKeys } from '../keys/use-keys.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { Account } from './account.tsx';
import { Handed } from './handed.tsx';
import { useFoundCommands } from './found-commands.ts';
import { HelpDialog } from './help.tsx';
import { isOpenTo, type Place } from './places.ts';
import { api } from './services.ts';
import { SessionGate, useSession } from './session.tsx';

const VIEW_ICONS: Record<ViewName, LucideIcon> = {
  mine: Inbox,
  mentions: AtSign,
  waiting: Hand,
  critical: Flame,
  unassigned: UserRoundX,
  open: MessagesSquare,
  complaints: MessageSquareWarning,
  snoozed: AlarmClock,
  resolved: CheckCheck,
};

/** The others are no call to act. */
const COUNT_TONES: Partial<Record<ViewName, NavEntry['countTone']>> = {
  critical: 'danger',
  mine: 'accent',
  mentions: 'accent',
};

/** How often the numbers beside the lists are asked for anew. */
const COUNTS_EVERY_MS = 10_000;

interface Page {
  id: Exclude<Place, 'inbox'>;
  href: string;
  icon: LucideIcon;
  section?: DeskKey;
}
const PAGES: Page[] = [
  { id: 'disputes', href: '/disputes', icon: Scale, section: 'nav.work' },
  { id: 'tasks', href: '/tasks', icon: ListTodo },
  { id: 'complaints', href: '/complaints', icon: MessageSquareWarning },
  { id: 'customers', href: '/customers', icon: UsersRound },
  { id: 'cobrowse', href: '/cobrowse', icon: MonitorPlay },
  { id: 'macros', href: '/macros', icon: TextQuote },
  { id: 'supervisor', href: '/supervisor', icon: ChartLine, section: 'nav.lead' },
  { id: 'what_if', href: '/what-if', icon: FlaskConical },
  { id: 'quality', href: '/quality', icon: ClipboardCheck },
  { id: 'assistant', href: '/assistant', icon: Bot },
];

function useNav(): NavEntry[] {
  const t = useT();
  const session = useSession();
  const live = useCounts();
  const hasInbox = isOpenTo(session, 'inbox');
  const { data: asked } = useQuery({
    queryKey: ['counts'],
    queryFn: () => api.get('/v1/desk/counts'),
    enabled: hasInbox,
    refetchInterval: COUNTS_EVERY_MS,
    retry: false,
  });
  const counts = { ...asked, ...live };
  return [
    ...(hasInbox ? VIEWS : []).map((view, index): NavEntry => ({
      id: `view-${view}`,
      label: t(`view.${view}` as DeskKey),
      href: `/inbox/${view}`,
      icon: VIEW_ICONS[view],
      count: view === 'resolved' ? undefined : counts[view],
      countTone: COUNT_TONES[view],
      section: index === 0 ? t('nav.conversations') : undefined,
    })),
    ...PAGES.filter((page) => isOpenTo(session, page.id)).map((page) => ({
      id: page.id,
      label: t(`page.${page.id}` as DeskKey),
      href: page.href,
      icon: page.icon,
      section: page.section ? t(page.section) : undefined,
    })),
  ];
}

function useCommands(nav: NavEntry[], openHelp: () => void, signOut: () => void): Command[] {
  const t = useT();
  const navigate = useNavigate();
  const { locales, setLocale } = useLanguage();
  const { setTheme } = useAppearance();
  // What else one may call it, where that is known.
  const wordsOf = (command: string): string => {
    const id = `palette.words.${command}`;
    const words = t(id as DeskKey);
    return words === id ? '' : words;
  };
  const own = [...new Set(BINDINGS.map((binding) => binding.command))].filter(
    (command) => command !== 'palette' && command !== 'help',
  );
  return [
    ...own.map((command: CommandName) => ({
      id: `do-${command}`,
      label: t(`command.${command}` as DeskKey),
      keys: keys(command),
      search: wordsOf(command),
      run: () => setTimeout(() => runCommand(command), 50),
    })),
    ...nav.map((entry) => ({
      id: `go-${entry.id}`,
      label: t('palette.go', { page: entry.label }),
      icon: entry.icon,
      run: () => void navigate({ to: entry.href }),
    })),
    {
      id: 'go-settings',
      label: t('palette.go', { page: t('page.settings') }),
      icon: Settings,
      run: () => void navigate({ to: '/settings/$section', params: { section: 'account' } }),
    },
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      id: `theme-${theme}`,
      label: t(`palette.theme.${theme}`),
      run: () => setTheme(theme),
    })),
    ...locales.map((code) => ({
      id: `language-${code}`,
      label: t('palette.language', {
        language: new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code,
      }),
      run: () => setLocale(code),
    })),
    { id: 'help', label: t('help.title'), keys: keys('help'), run: openHelp },
    { id: 'sign-out', label: t('account.sign_out'), icon: LogOut, run: signOut },
  ];
}

function Frame() {
  const t = useT();
  const cache = useQueryClient();
  const nav = useNav();
  // Of the place only this: going to another conversation of a list draws nothing of the frame again.
  const current = useRouterState({
    select: ({ location: { pathname: path } }) =>
      nav.find((entry) => path === entry.href || path.startsWith(`${entry.href}/`))?.id ?? null,
  });
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const signOut = () =>
    void api
      .delete('/v1/session')
      .catch(() => undefined)
      .then(() => cache.resetQueries());
  const found = useFoundCommands();
  const commands = useCommands(nav, () => setHelpOpen(true), signOut);
  useKeys({ palette: () => setPaletteOpen(true), help: () => setHelpOpen(true) });
  return (
    <>
      <AppShell
        brand={
          <>
            <BrandMark />
            <span className="o-nav-text">Ombud</span>
          </>
        }
        home="/desk/"
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
        foot={
          <>
            <button
              type="button"
              className="o-nav-link d-palette-button"
              onClick={() => setPaletteOpen(true)}
            >
              <Icon of={Search} />
              <span className="o-nav-text">{t('command.palette')}</span>
              <kbd className="o-kbd o-nav-text">{keys('palette')}</kbd>
            </button>
            <Account onSignOut={signOut} />
          </>
        }
      >
        <Outlet />
      </AppShell>
      <Calls />
      <Mentions />
      <Handed />
      <CommandPalette
        isOpen={isPaletteOpen}
        onOpenChange={setPaletteOpen}
        commands={commands}
        found={found.commands}
        onTyped={found.setTyped}
      />
      <HelpDialog isOpen={isHelpOpen} onOpenChange={setHelpOpen} />
    </>
  );
}

function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="d-mark">
      <rect width="32" height="32" rx="9" />
      <path d="M16 7.5a8.5 8.5 0 1 0 8.5 8.5" fill="none" strokeWidth="3" strokeLinecap="round" />
      <circle cx="22.6" cy="9.4" r="2.6" />
    </svg>
  );
}

function Root() {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const isInvited = useRouterState({ select: (state) => state.location.pathname.endsWith('/invitation') });
  return (
    <RouterProvider
      navigate={(href) => void navigate({ to: href })}
      useHref={(href) => (href.startsWith('/v1/') ? href : `/desk${href}`)}
    >
      {isInvited ? (
        <InvitationPage
          onSignedIn={(session) => {
            cache.setQueryData(['session'], session);
            void navigate({ to: '/inbox/$view', params: { view: 'mine' } });
          }}
        />
      ) : (
        <SessionGate>
          <Frame />
        </SessionGate>
      )}
    </RouterProvider>
  );
}

const root = createRootRoute({ component: Root });
const route = (path: string, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component });
const toInbox = () => redirect({ to: '/inbox/$view', params: { view: 'mine' } });

const routes = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      throw toInbox();
    },
  }),
  createRoute({ getParentRoute: () => root, path: '/invitation' }),
  createRoute({ getParentRoute: () => root, path: '/inbox/$view', component: InboxPage }),
  createRoute({ getParentRoute: () => root, path: '/inbox/$view/$id', component: InboxPage }),
  route(
    '/disputes',
    lazyRouteComponent(() => import('../pages/disputes.tsx'), 'DisputesPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/disputes/$id',
    component: lazyRouteComponent(() => import('../pages/dispute.tsx'), 'DisputePage'),
  }),
  route(
    '/tasks',
    lazyRouteComponent(() => import('../pages/tasks.tsx'), 'TasksPage'),
  ),
  route(
    '/complaints',
    lazyRouteComponent(() => import('../pages/complaints.tsx'), 'ComplaintsPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/complaints/$id',
    component: lazyRouteComponent(() => import('../pages/complaint.tsx'), 'ComplaintPage'),
  }),
  route(
    '/customers',
    lazyRouteComponent(() => import('../pages/customers.tsx'), 'CustomersPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/customers/$id',
    component: lazyRouteComponent(() => import('../pages/customer.tsx'), 'CustomerPage'),
  }),
  route(
    '/macros',
    lazyRouteComponent(() => import('../pages/macros.tsx'), 'MacrosPage'),
  ),
  route(
    '/supervisor',
    lazyRouteComponent(() => import('../pages/supervisor.tsx'), 'SupervisorPage'),
  ),
  route(
    '/what-if',
    lazyRouteComponent(() => import('../pages/what-if.tsx'), 'WhatIfPage'),
  ),
  route(
    '/cobrowse',
    lazyRouteComponent(() => import('../pages/cobrowse/cobrowse.tsx'), 'CobrowsePage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/cobrowse/$id',
    component: lazyRouteComponent(() => import('../pages/cobrowse/cobrowse.tsx'), 'CobrowsePage'),
  }),
  route(
    '/quality',
    lazyRouteComponent(() => import('../pages/quality.tsx'), 'QualityPage'),
  ),
  route(
    '/assistant',
    lazyRouteComponent(() => import('../pages/assistant.tsx'), 'AssistantPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    beforeLoad: () => {
      throw redirect({ to: '/settings/$section', params: { section: 'account' } });
    },
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings/$section',
    component: lazyRouteComponent(() => import('../pages/settings/settings.tsx'), 'SettingsPage'),
  }),
]);

export const router = createRouter({
  routeTree: routes,
  basepath: '/desk',
  defaultPreload: false,
  notFoundMode: 'root',
  defaultNotFoundComponent: NotFoundPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
