// What the relay's benchmark (crates/relay/examples/sockets) stands beside: rooms of one who writes and some who look, on
// `ws` under Node's TLS. It passes frames on: nothing is verified, kept or recorded. Its port is the first that it says.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { WebSocketServer } from 'ws';

const folder = process.argv[2];
const server = createServer({
  cert: readFileSync(`${folder}/certificate.pem`),
  key: readFileSync(`${folder}/key.pem`),
});
const rooms = new Map();

new WebSocketServer({ server }).on('connection', (socket, request) => {
  const [, side, number] = /^\/([rw])(\d+)$/.exec(request.url) ?? [];
  if (!rooms.has(number)) rooms.set(number, new Set());
  const lookers = rooms.get(number);
  if (side === 'r') {
    lookers.add(socket);
    socket.on('close', () => lookers.delete(socket));
  } else
    socket.on('message', (data, isBinary) => {
      for (const looker of lookers) looker.send(data, { binary: isBinary });
    });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
