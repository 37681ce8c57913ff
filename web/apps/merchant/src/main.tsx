// Starts the merchants' portal: languages, data, who is signed in, routes.

import { LanguageProvider, ToastProvider } from '@ombud/ui';
import '@ombud/ui/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '@ombud/client';
import { router } from './app/router.tsx';
import { SessionProvider } from './app/session.tsx';
import { CATALOGS } from './app/words.ts';
import './merchant.css';

/** What was read is shown at once and read anew in the background after this time. */
const FRESH_MS = 20_000;
const TRIES_MAX = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (count, error) => count < TRIES_MAX && error instanceof ApiError && error.isPassing,
    },
  },
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider catalogs={CATALOGS}>
        <QueryClientProvider client={client}>
          <ToastProvider>
            <SessionProvider>
              <RouterProvider router={router} />
            </SessionProvider>
          </ToastProvider>
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  );
}
