import { connect, createServer, type Socket } from 'node:net';

/** The line between a browser and the server, which a test can cut as a cellar would. */
export interface Cable {
  /** What a browser opens. */
  origin: string;
  /** Ends all connections and lets nobody in. */
  pull(): void;
  plug(): void;
  /** Lets requests reach the server, and none of its answers come back. */
  swallowAnswers(): void;
  close(): Promise<void>;
}

/** Lays a cable to a server of this machine. */
export async function layCable(target: string): Promise<Cable> {
  const port = Number(new URL(target).port);
  const open = new Set<Socket>();
  let state: 'plugged' | 'pulled' | 'deaf' = 'plugged';
  const server = createServer((client) => {
    if (state === 'pulled') return client.destroy();
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    client.on('data', (bytes) => upstream.write(bytes));
    client.on('close', () => upstream.end());
    upstream.on('data', (bytes) => (state === 'deaf' ? client.destroy() : client.write(bytes)));
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
      state = 'pulled';
      cut();
    },
    plug: () => void (state = 'plugged'),
    swallowAnswers: () => void (state = 'deaf'),
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
