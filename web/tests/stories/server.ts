//! The program itself, with a demo world of its own: its address, its keys, and what it prints.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A demo world is made on the first start; a busy machine with a development build takes its time. */
const START_MS_MAX = 300_000;
const STOP_MS_MAX = 20_000;
const LOOK_EVERY_MS = 250;
/** Few, so that it starts soon. */
const ORDERS_USUAL = 30;

/** What a story must know to reach the server; plain, because it travels between processes. */
export interface Reached {
  url: string;
  log: string;
  /** The program, and the folder where its store lies. */
  binary: string;
  data: string;
  keys: Record<string, string>;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

export const tailOf = (log: string, lines = 40): string =>
  readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');

function keysOf(file: string): Record<string, string> {
  const found = readFileSync(file, 'utf8').matchAll(/^export (\w+)=(.*)$/gm);
  return Object.fromEntries([...found].map((match) => [match[1] ?? '', match[2] ?? '']));
}

export class Program {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly reached: Reached;

  private constructor(child: ChildProcess, folder: string, reached: Reached) {
    this.#child = child;
    this.#folder = folder;
    this.reached = reached;
  }

  /** Starts the program that OMBUD_TEST_BINARY names on a free port, with new data. */
  static async start(
    orders = ORDERS_USUAL,
    assistant: 'off' | 'act' = 'off',
    files: Record<string, string> = {},
    config?: (folder: string) => string,
  ): Promise<Program> {
    const binary = process.env.OMBUD_TEST_BINARY;
    if (!binary || !existsSync(binary)) {
      throw new Error('OMBUD_TEST_BINARY must name a built ombud, for example target/debug/ombud');
    }
    const folder = mkdtempSync(join(tmpdir(), 'ombud-stories-'));
    const port = await freePort();
    const log = join(folder, 'server.log');
    const output = openSync(log, 'a');
    const data = join(folder, 'data');
    const flags = ['up', '--port', String(port), '--data', data, '--orders', String(orders), '--empty-desk'];
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    if (config) {
      writeFileSync(join(folder, 'ombud.toml'), config(folder));
      flags.unshift('--config', join(folder, 'ombud.toml'));
    }
    // Most stories are of people: the assistant has stories of its own.
    const env = { ...process.env, OMBUD__ASSISTANT__MODE: assistant, OMBUD__ASSISTANT__ENCODER: 'off' };
    const child = spawn(binary, flags, { stdio: ['ignore', output, output], env });
    closeSync(output);
    const program = new Program(child, folder, {
      url: `http://127.0.0.1:${port}`,
      log,
      binary,
      data,
      keys: {},
    });
    try {
      await program.#ready(join(folder, 'data', 'keys.env'));
    } catch (error) {
      await program.stop();
      throw error;
    }
    return program;
  }

  async #ready(keys: string): Promise<void> {
    const { reached } = this;
    for (const end = Date.now() + START_MS_MAX; Date.now() < end;) {
      if (this.#child.exitCode !== null) throw new Error(`the server ended at once:\n${tailOf(reached.log)}`);
      if (readFileSync(reached.log, 'utf8').includes('Ombud runs at') && existsSync(keys)) {
        const answer = await fetch(`${reached.url}/readyz`).catch(() => undefined);
        Object.assign(reached.keys, keysOf(keys));
        if (answer?.ok && reached.keys.MERCHANT_PASSWORD) return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw new Error(`the server did not come up:\n${tailOf(reached.log)}`);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      const slow = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS_MAX);
      await ended;
      clearTimeout(slow);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
