import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'packages/*/{leaks,vite}/**/*.test.ts',
      'apps/*/src/**/*.test.{ts,tsx}',
      'locales/**/*.test.ts',
    ],
    environment: 'node',
  },
});
