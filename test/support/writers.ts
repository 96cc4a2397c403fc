import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.js';

/** A change that the server has confirmed: the record stands at this version at least. */
export interface Acknowledged {
  id: string;
  version: number;
}

/** Who writes as fast as the server answers, until stopped or until the server is gone; and who keeps each checkpoint seen. */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  readonly notes = new Set<string>();
  private stopped = false;
  private killed = false;
  private readonly mistakes: unknown[] = [];
  private readonly work: Promise<void>[];

  /** `shared` records are changed by all writers, who take each other's changes into account as people do. */
  constructor(clients: Client[], writers: number, shared: readonly string[] = []) {
    this.work = [
      ...Array.from({ length: writers }, (_, n) =>
        this.asLongAsItAnswers(() => this.write(clients[n % clients.length]!, n, shared)),
      ),
      ...clients.map((client) => this.asLongAsItAnswers(() => this.watch(client))),
    ];
  }

  /** From now on a broken connection or an answer that something went wrong is no mistake. */
  expectKill(): void {
    this.killed = true;
  }

  /** Throws when an answer was wrong while nobody was killed. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.work);
    if (this.mistakes.length > 0) throw this.mistakes[0];
  }

  private async asLongAsItAnswers(step: () => Promise<void>): Promise<void> {
    try {
      while (!this.stopped) await step();
    } catch (error) {
      if (!this.killed) this.mistakes.push(error);
    }
  }

  private async write(client: Client, writer: number, shared: readonly string[]): Promise<void> {
    const fields = {
      title: `By writer ${writer}`,
      source: 'system',
      disciplines: ['quality'],
      detectedOn: '2026-03-02',
    };
    const { body } = await client.post('/nonconformities', fields);
    this.acknowledged.push({ id: body.id, version: 1 });
    const ids = [body.id as string, ...shared.filter(() => Math.random() < 0.3)];
    for (const id of ids) {
      const path = `/nonconformities/${id}`;
      const { version } = id === body.id ? body : (await client.get(path)).body;
      const title = `Changed by ${writer}`;
      const answer = await client.send('PATCH', path, { title: `${title} at ${version}` }, { ifMatch: version });
      if (answer.status === 200) this.acknowledged.push({ id, version: answer.body.version });
      else if (answer.status !== 412) throw new Error(`PATCH answered ${answer.status}: ${answer.text}`);
    }
  }

  private async watch(client: Client): Promise<void> {
    const answer = await client.send('GET', '/log/checkpoint', undefined, { headers: { accept: 'text/plain' } });
    if (answer.status === 200) this.notes.add(answer.text);
    else if (answer.status !== 503) throw new Error(`The checkpoint answered ${answer.status}: ${answer.text}`);
    await sleep(20);
  }
}
