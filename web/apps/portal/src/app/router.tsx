// The pages and their addresses, under /portal/.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Frame, NotFound } from './frame.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
/** A page comes with its own file, when it is first asked for. */
const at = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component });

const routes = root.addChildren([
  at(
    '/',
    lazyRouteComponent(() => import('../pages/Home.tsx'), 'Home'),
  ),
  at(
    '/purchases',
    lazyRouteComponent(() => import('../pages/Purchases.tsx'), 'Purchases'),
  ),
  at(
    '/purchases/$orderId',
    lazyRouteComponent(() => import('../pages/Purchase.tsx'), 'Purchase'),
  ),
  at(
    '/purchases/$orderId/return',
    lazyRouteComponent(() => import('../pages/ReportReturn.tsx'), 'ReportReturn'),
  ),
  at(
    '/purchases/$orderId/problem',
    lazyRouteComponent(() => import('../pages/ReportProblem.tsx'), 'ReportProblem'),
  ),
  at(
    '/cases',
    lazyRouteComponent(() => import('../pages/Cases.tsx'), 'Cases'),
  ),
  at(
    '/cases/$disputeId',
    lazyRouteComponent(() => import('../pages/Case.tsx'), 'Case'),
  ),
  at(
    '/messages',
    lazyRouteComponent(() => import('../pages/Messages.tsx'), 'Messages'),
  ),
  at(
    '/help',
    lazyRouteComponent(() => import('../pages/Help.tsx'), 'Help'),
  ),
  at(
    '/help/paying',
    lazyRouteComponent(() => import('../pages/Hardship.tsx'), 'Hardship'),
  ),
  at(
    '/help/complaints',
    lazyRouteComponent(() => import('../pages/Complaints.tsx'), 'Complaints'),
  ),
  at(
    '/help/support',
    lazyRouteComponent(() => import('../pages/SupportNeeds.tsx'), 'SupportNeeds'),
  ),
  at(
    '/settings',
    lazyRouteComponent(() => import('../pages/Settings.tsx'), 'Settings'),
  ),
]);

export const router = createRouter({
  routeTree: routes,
  basepath: '/portal',
  scrollRestoration: true,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
