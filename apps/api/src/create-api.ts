import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { type Configuration, type DatabaseAddresses, openApi } from '#platform';
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
  });
  const levels = ['fatal', 'error', 'warn', 'log', 'debug'] as const;
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(configuration, addresses), adapter, {
    logger: levels.slice(0, levels.indexOf(configuration.LOG_LEVEL) + 1).filter((level) => level !== 'log'),
    abortOnError: false,
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    strictTransportSecurity: configuration.secure,
  });
  await app.register(multipart, { limits: { fileSize: 100 * megabyte, files: 1, fields: 20, fieldSize: 10_000 } });
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready'] });
  const document = openApi(app, configuration.publicUrl);
  app.getHttpAdapter().get('/api/v1/openapi.json', (_request: unknown, reply: FastifyReply) => reply.send(document));
  await app.init();
  return app;
}

/** The contract as a page to browse and try, at /api/v1/docs. */
export function serveApiPage(app: NestFastifyApplication, configuration: Configuration): void {
  SwaggerModule.setup('api/v1/docs', app, () => openApi(app, configuration.publicUrl), {
    raw: false,
    customSiteTitle: 'Continua API',
  });
}
