//! The console over the made-up desk.

import { install } from './fake.ts';

install();
void import('../src/main.tsx');
