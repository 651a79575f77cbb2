import multipart from '@fastify/multipart';
import { isId, newId, notFound, Problem } from '@entente/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../platform/context.ts';
import type { Database } from '../platform/db/database.ts';
import { recordStoredFile } from '../platform/files/index.ts';
import type { Modules } from './modules.ts';

const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** Files of a deal: POST multipart to add one, GET to read it. Bytes are not JSON, so these two stand beside the operations. */
export function mountDealFiles(server: FastifyInstance, options: { database: Database; modules: Modules; now: () => Date; afterWrite: () => void }): void {
  const { database, modules } = options;
  void server.register(async (scope) => {
    if (!scope.hasContentTypeParser('multipart/form-data')) await scope.register(multipart, { limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
    scope.post<{ Params: { id: string } }>('/api/v1/deals/:id/files', async (request, reply) => {
      const context = await callerOf(request, 'deals:write');
      const dealId = idOf(request.params.id);
      await database.inTenant(context.tenantId, (tx) => modules.deals.facts(tx, context.tenantId, dealId));
      const part = await request.file();
      if (!part) throw new Problem('invalid_input', 'Send one file.');
      const stored = await modules.files.put(part.file, { id: newId(), maxBytes: MAX_FILE_BYTES });
      const name = part.filename.replaceAll(/[\\/\p{Cc}]/gu, '_').slice(0, 200) || 'file';
      const added = await database.inTenant(context.tenantId, async (tx) => {
        await recordStoredFile(tx, context, { ...stored, name, mediaType: part.mimetype });
        return modules.deals.attachFile(tx, context, { dealId, fileId: stored.id });
      });
      options.afterWrite();
      return reply.code(201).send({ id: added.id, name, sizeBytes: stored.size });
    });
  });
  server.get<{ Params: { id: string; childId: string } }>('/api/v1/deals/:id/files/:childId', async (request, reply) => {
    const context = await callerOf(request, 'deals:read');
    const row = await database.inTenant(context.tenantId, (tx) =>
      tx
        .selectFrom('deal_file as d')
        .innerJoin('stored_file as f', (join) => join.onRef('f.tenant_id', '=', 'd.tenant_id').onRef('f.id', '=', 'd.file_id'))
        .select(['f.id', 'f.name'])
        .where('d.tenant_id', '=', context.tenantId)
        .where('d.deal_id', '=', idOf(request.params.id))
        .where('d.id', '=', idOf(request.params.childId))
        .where('d.removed_at', 'is', null)
        .executeTakeFirst(),
    );
    if (!row) throw notFound('file');
    const { stream, size } = await modules.files.open(row.id);
    // Always a download: what a stranger uploaded is never shown as a page of ours.
    return reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`)
      .header('content-length', size)
      .type('application/octet-stream')
      .send(stream);
  });

  async function callerOf(request: FastifyRequest, scope: 'deals:read' | 'deals:write'): Promise<Context> {
    const caller = await modules.identity.authenticate(request);
    if (!caller) throw new Problem('not_signed_in', 'Sign in, or send an API key.');
    if (caller.actor.audience !== 'workspace') throw notFound('deal');
    if (!caller.actor.scopes.has(scope)) throw new Problem('not_allowed', 'Your role does not include this.');
    return { tenantId: caller.tenantId, actor: caller.actor, requestId: request.id, now: options.now() };
  }
}

function idOf(text: string): string {
  if (!isId(text)) throw notFound('file');
  return text;
}
