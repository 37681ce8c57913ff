// The pages and their addresses, under /merchant/.

import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Dispute } from '../pages/Dispute.tsx';
import { Disputes } from '../pages/Disputes.tsx';
import { Keys } from '../pages/Keys.tsx';
import { Settings } from '../pages/Settings.tsx';
import { Statement } from '../pages/Statement.tsx';
import { Team } from '../pages/Team.tsx';
import { Webhook } from '../pages/Webhook.tsx';
import { Webhooks } from '../pages/Webhooks.tsx';
import { Frame, NotFound } from './frame.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
const at = <P extends string>(path: P, component: () => React.JSX.Element | null) =>
  createRoute({ getParentRoute: () => root, path, component });

const routes = root.addChildren([
  at('/', Disputes),
  at('/disputes/$disputeId', Dispute),
  at('/statement', Statement),
  at('/webhooks', Webhooks),
  at('/webhooks/$webhookId', Webhook),
  at('/keys', Keys),
  at('/team', Team),
  at('/settings', Settings),
]);

export const router = createRouter({ routeTree: routes, basepath: '/merchant', scrollRestoration: true, defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
