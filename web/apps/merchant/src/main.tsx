// Starts the merchants' portal: who is signed in, then the pages.

import { newQueries, start } from '@ombud/ui/start';
import { RouterProvider } from '@tanstack/react-router';
import { router } from './app/router.tsx';
import { SessionProvider } from './app/session.tsx';
import { CATALOGS } from './app/words.ts';
import './merchant.css';

start(
  CATALOGS,
  newQueries(),
  <SessionProvider>
    <RouterProvider router={router} />
  </SessionProvider>,
);
