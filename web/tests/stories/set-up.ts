//! Before the first story and after the last: one server.
import type { TestProject } from 'vitest/node';
import { Program, type Reached } from './server.ts';

const PICTURED = 150;

declare module 'vitest' {
  interface ProvidedContext {
    server: Reached;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  // More of everything where it is looked at.
  const program = await Program.start(process.env.OMBUD_TEST_PICTURES ? PICTURED : undefined);
  project.provide('server', program.reached);
  return () => program.stop();
}
