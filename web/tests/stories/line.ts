//! A wire between one person's browser and the server that a story can cut and mend.
import { connect, createServer, type Server as Listener, type Socket } from 'node:net';

export class Line {
  readonly #listener: Listener;
  readonly #ends = new Set<Socket>();
  #isCut = false;
  url = '';

  private constructor(server: string) {
    const { hostname, port } = new URL(server);
    this.#listener = createServer((near) => {
      if (this.#isCut) {
        near.destroy();
        return;
      }
      const far = connect(Number(port), hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#ends.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#ends.delete(one);
          other.destroy();
        });
      }
    });
  }

  static async to(server: string): Promise<Line> {
    const line = new Line(server);
    await new Promise<void>((resolve) => line.#listener.listen(0, '127.0.0.1', resolve));
    const address = line.#listener.address();
    if (typeof address !== 'object' || !address) throw new Error('no free port');
    line.url = `http://127.0.0.1:${address.port}`;
    return line;
  }

  /** Drops every connection, without a word, and takes no new one. */
  cut(): void {
    this.#isCut = true;
    for (const end of this.#ends) end.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#listener.close(resolve));
  }
}
