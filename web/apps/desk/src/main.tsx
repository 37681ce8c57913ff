//! The agent console.

import '@ombud/ui/styles.css';
import './desk.css';
import { LanguageProvider, ToastProvider } from '@ombud/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './app/app.tsx';
import { queries } from './app/services.ts';
import { DESK_CATALOGS } from './words/index.ts';

const host = document.getElementById('root');
if (!host) throw new Error('the page has no #root');
createRoot(host).render(
  <StrictMode>
    <LanguageProvider catalogs={DESK_CATALOGS}>
      <ToastProvider>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ToastProvider>
    </LanguageProvider>
  </StrictMode>,
);
