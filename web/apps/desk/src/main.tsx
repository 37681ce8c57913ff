//! The agent console.

import { start } from '@ombud/ui/start';
import { RouterProvider } from '@tanstack/react-router';
import { router } from './app/app.tsx';
import { queries } from './app/services.ts';
import { DESK_CATALOGS } from './words/index.ts';
import './desk.css';

start(DESK_CATALOGS, queries, <RouterProvider router={router} />);
