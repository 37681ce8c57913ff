// Of `ws`, what the tests use; it comes without types of its own.
declare module 'ws' {
  import type { Server } from 'node:http';

  export class WebSocket {
    send(data: string | Uint8Array): void;
    close(): void;
    terminate(): void;
    on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): void;
    on(event: 'close', listener: () => void): void;
  }
  export class WebSocketServer {
    constructor(options: { server?: Server; host?: string; port?: number });
    on(event: 'connection', listener: (socket: WebSocket) => void): void;
    on(event: 'listening', listener: () => void): void;
    address(): { port: number };
    close(): void;
  }
}
