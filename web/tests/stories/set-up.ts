//! Before the first story and after the last: one server.
import { randomUUID } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { Program, type Reached } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    server: Reached;
  }
}

/** The demo's clock stands still until it is told; a story needs it to run as the browser's does. */
const TICK_MS = 2_000;

function keepTime({ url, keys }: Reached): () => void {
  const tick = () =>
    fetch(`${url}/v1/sandbox/clock/advance`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keys.OPERATOR_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ to: new Date().toISOString() }),
    }).catch(() => undefined);
  const timer = setInterval(() => void tick(), TICK_MS);
  return () => clearInterval(timer);
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const program = await Program.start();
  project.provide('server', program.reached);
  const stopTime = keepTime(program.reached);
  return () => {
    stopTime();
    return program.stop();
  };
}
