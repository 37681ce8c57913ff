// The pages and their addresses, under /merchant/.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Frame, NotFound } from './frame.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
/** A page comes with its own file, when it is first asked for. */
const at = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component });

const routes = root.addChildren([
  at(
    '/',
    lazyRouteComponent(() => import('../pages/Disputes.tsx'), 'Disputes'),
  ),
  // The address without a dispute is what somebody types who shortens the link of one.
  at(
    '/disputes',
    lazyRouteComponent(() => import('../pages/Disputes.tsx'), 'Disputes'),
  ),
  at(
    '/disputes/$disputeId',
    lazyRouteComponent(() => import('../pages/Dispute.tsx'), 'Dispute'),
  ),
  at(
    '/returns',
    lazyRouteComponent(() => import('../pages/Returns.tsx'), 'Returns'),
  ),
  at(
    '/statement',
    lazyRouteComponent(() => import('../pages/Statement.tsx'), 'Statement'),
  ),
  at(
    '/webhooks',
    lazyRouteComponent(() => import('../pages/Webhooks.tsx'), 'Webhooks'),
  ),
  at(
    '/webhooks/$webhookId',
    lazyRouteComponent(() => import('../pages/Webhook.tsx'), 'Webhook'),
  ),
  at(
    '/keys',
    lazyRouteComponent(() => import('../pages/Keys.tsx'), 'Keys'),
  ),
  at(
    '/team',
    lazyRouteComponent(() => import('../pages/Team.tsx'), 'Team'),
  ),
  at(
    '/settings',
    lazyRouteComponent(() => import('../pages/Settings.tsx'), 'Settings'),
  ),
]);

export const router = createRouter({
  routeTree: routes,
  basepath: '/merchant',
  scrollRestoration: true,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
