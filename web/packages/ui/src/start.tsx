//! How every app begins: its languages, what it reads, its messages to the reader, then its pages.

import { ApiError } from '@ombud/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ToastProvider } from './components/toast.tsx';
import type { CatalogFiles } from './i18n/catalogs.ts';
import { LanguageProvider } from './i18n/provider.tsx';
import './styles/index.css';

/** What was read is shown at once and read anew in the background after this time. */
const FRESH_MS = 20_000;
const RETRIES_MAX = 2;

/** The cache of what an app has read. Only what may pass by itself is tried again. */
export function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < RETRIES_MAX && error instanceof ApiError && error.isPassing,
      },
    },
  });
}

/** Draws an app into the page's `#root`. */
export function start(catalogs: CatalogFiles, queries: QueryClient, app: ReactNode): void {
  const host = document.getElementById('root');
  if (!host) throw new Error('the page has no #root');
  createRoot(host).render(
    <StrictMode>
      <LanguageProvider catalogs={catalogs}>
        <QueryClientProvider client={queries}>
          <ToastProvider>{app}</ToastProvider>
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  );
}
