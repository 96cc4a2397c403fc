import { connect, createServer, type Socket } from 'node:net';

/** The line between a browser and the server, which a test can cut as a cellar would. */
export interface Cable {
  /** What a browser opens. */
  origin: string;
  /** Ends all connections and lets nobody in. */
  pull(): void;
  plug(): void;
  /** Lets requests whose first line matches reach the server, and none of their answers come back. */
  swallowAnswersTo(request: RegExp): void;
  close(): Promise<void>;
}

/** Lays a cable to a server of this machine. */
export async function layCable(target: string): Promise<Cable> {
  const port = Number(new URL(target).port);
  const open = new Set<Socket>();
  let pulled = false;
  let swallowed: RegExp | undefined;
  const server = createServer((client) => {
    if (pulled) {
      client.destroy();
      return;
    }
    let deaf = false;
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    client.on('data', (bytes) => {
      deaf ||= swallowed?.test(bytes.toString('latin1').split('\r\n')[0]!) ?? false;
      upstream.write(bytes);
    });
    client.on('close', () => upstream.end());
    upstream.on('data', (bytes) => (deaf ? client.destroy() : client.write(bytes)));
    upstream.on('close', () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The cable has no port');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    pull: () => {
      pulled = true;
      cut();
    },
    plug: () => {
      pulled = false;
      swallowed = undefined;
    },
    swallowAnswersTo: (request) => void (swallowed = request),
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
