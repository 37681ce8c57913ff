// Starts the portal: who is signed in, then the pages.

import { newQueries, start } from '@ombud/ui/start';
import { RouterProvider } from '@tanstack/react-router';
import { goOn } from './app/cobrowse.ts';
import { router } from './app/router.tsx';
import { SessionProvider } from './app/session.tsx';
import { CATALOGS } from './app/words.ts';
import './portal.css';

start(
  CATALOGS,
  newQueries(),
  <SessionProvider>
    <RouterProvider router={router} />
  </SessionProvider>,
);

// Without it the page works all the same.
void goOn().catch(() => undefined);
