import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import path from 'node:path';

/** What the build of the web app leaves. */
export const webFolder = path.resolve(import.meta.dirname, '../../../web');

/** Addresses that are never a page of the web app. */
const notPages = /^\/(api|health|assets)(\/|$)/;

/**
 * The web app at `/`: files by their names, every other address that a browser opens is a page of the app, and what is neither
 * gets the problem of an unknown address. Files under /assets carry a digest in their name and are kept for ever.
 */
export async function serveWeb(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  await app.register(fastifyStatic as never, {
    root: webFolder,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply: FastifyReply, file: string) =>
      void reply.header(
        'cache-control',
        file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
  server.get('/*', (request: FastifyRequest, reply: FastifyReply) => {
    const page = !notPages.test(request.url) && /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
    return page && !/\.\w+$/.test(request.url.split('?')[0]!) ? reply.sendFile('index.html') : reply.callNotFound();
  });
}
