import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { Configuration, type DatabaseAddresses, openApi, Problem } from '#platform';
import { AppModule } from './app.module.js';

const megabyte = 1024 * 1024;

/** The HTTP server, ready to listen: everything under /api/v1, and the health addresses. */
export async function createApi(
  configuration: Configuration,
  addresses: DatabaseAddresses,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: megabyte,
    genReqId: () => uuidv7(),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    // Its own refusal is no problem+json; ours is below.
    return503OnClosing: false,
  });
  const levels = ['fatal', 'error', 'warn', 'log', 'debug'] as const;
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(configuration, addresses), adapter, {
    logger: levels.slice(0, levels.indexOf(configuration.LOG_LEVEL) + 1).filter((level) => level !== 'log'),
    abortOnError: false,
  });
  refuseWhileStopping(app);
  await app.register(cookie);
  await app.register(helmet, {
    // Photos are shown before they are sent, which makes them blobs.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null, imgSrc: ["'self'", 'data:', 'blob:'] } },
    strictTransportSecurity: configuration.secure,
  });
  await app.register(multipart, { limits: { fileSize: 100 * megabyte, files: 1, fields: 20, fieldSize: 10_000 } });
  setPrefix(app);
  const document = openApi(app, configuration.publicUrl);
  app.getHttpAdapter().get('/api/v1/openapi.json', (_request: unknown, reply: FastifyReply) => reply.send(document));
  await app.init();
  return app;
}

/** Connections that are still open while the server stops may send more; nothing of that is begun. */
function refuseWhileStopping(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  let stopping = false;
  server.addHook('preClose', async () => {
    stopping = true;
  });
  server.addHook('onRequest', async () => {
    if (stopping)
      throw new Problem(503, 'unavailable', 'The service is stopping; try again', [], { 'retry-after': '5' });
  });
}

const setPrefix = (app: NestFastifyApplication) =>
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready'] });

/** The contract without a server or a database: nothing is started, only described. */
export async function describeApi(): Promise<OpenAPIObject> {
  const nowhere = 'postgres://localhost';
  const configuration = new Configuration();
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(configuration, { owner: nowhere, app: nowhere, worker: nowhere }),
    new FastifyAdapter(),
    { preview: true, logger: false },
  );
  setPrefix(app);
  return openApi(app, configuration.publicUrl);
}

/** The contract as a page to browse and try, at /api/v1/docs. */
export function serveApiPage(app: NestFastifyApplication, configuration: Configuration): void {
  SwaggerModule.setup('api/v1/docs', app, () => openApi(app, configuration.publicUrl), {
    raw: false,
    customSiteTitle: 'Continua API',
  });
}
