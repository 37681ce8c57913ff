// The pages and their addresses, under /portal/.

import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Frame, NotFound } from './frame.tsx';
import { Case } from '../pages/Case.tsx';
import { Cases } from '../pages/Cases.tsx';
import { Complaints } from '../pages/Complaints.tsx';
import { Hardship } from '../pages/Hardship.tsx';
import { Help } from '../pages/Help.tsx';
import { Home } from '../pages/Home.tsx';
import { Messages } from '../pages/Messages.tsx';
import { Purchase } from '../pages/Purchase.tsx';
import { Purchases } from '../pages/Purchases.tsx';
import { ReportProblem } from '../pages/ReportProblem.tsx';
import { ReportReturn } from '../pages/ReportReturn.tsx';
import { Settings } from '../pages/Settings.tsx';
import { SupportNeeds } from '../pages/SupportNeeds.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
const at = <P extends string>(path: P, component: () => React.JSX.Element | null) =>
  createRoute({ getParentRoute: () => root, path, component });

const routes = root.addChildren([
  at('/', Home),
  at('/purchases', Purchases),
  at('/purchases/$orderId', Purchase),
  at('/purchases/$orderId/return', ReportReturn),
  at('/purchases/$orderId/problem', ReportProblem),
  at('/cases', Cases),
  at('/cases/$disputeId', Case),
  at('/messages', Messages),
  at('/help', Help),
  at('/help/paying', Hardship),
  at('/help/complaints', Complaints),
  at('/help/support', SupportNeeds),
  at('/settings', Settings),
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
