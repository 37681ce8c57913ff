//! Before the first story and after the last: one server.
import type { TestProject } from 'vitest/node';
import { Program, type Reached } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    server: Reached;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const program = await Program.start();
  project.provide('server', program.reached);
  return () => program.stop();
}
