import multipart from '@fastify/multipart';
import { importTarget } from '@entente/contracts';
import type { Scope } from '@entente/contracts/permissions';
import { isId, notFound, Problem } from '@entente/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { Context } from '../../platform/context.ts';
import type { Authenticate } from '../../platform/http/server.ts';
import { errorFile } from './error-file.ts';
import type { ImportTarget } from './ports.ts';
import { getImport, upload, type ImportsDeps } from './service.ts';
import type { ImportDetail } from './view.ts';

const MAX_UPLOAD_BYTES = 1024 * 1024 * 1024;
const MAX_PASTED_BYTES = 16 * 1024 * 1024;
export type UploadRouteOptions = { readonly authenticate: Authenticate; readonly now: () => Date };

/** Bytes are not JSON, so taking a file in and giving the error file out stand beside the operations. */
export async function mountImportUpload(app: FastifyInstance, deps: ImportsDeps, options: UploadRouteOptions): Promise<void> {
  await app.register(async (scope) => {
    if (!scope.hasContentTypeParser('multipart/form-data'))
      await scope.register(multipart, { limits: { fileSize: MAX_UPLOAD_BYTES, fieldSize: MAX_PASTED_BYTES, files: 1, fields: 5 } });
    scope.post('/api/v1/imports', async (request, reply) => {
      const context = await callerOf(request, 'imports:write');
      const answer = await takeIn(deps, context, request);
      return reply.code(201).header('etag', `"${answer.version}"`).send(answer);
    });
  });
  app.get<{ Params: { id: string } }>('/api/v1/imports/:id/errors.csv', async (request, reply) => {
    const context = await callerOf(request, 'imports:read');
    if (!isId(request.params.id)) throw notFound('import');
    const { fileName } = await getImport(deps, context, request.params.id);
    const name = `${fileName.replace(/\.\w+$/, '')} errors.csv`;
    return reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(errorFile(deps, context, request.params.id)));
  });

  async function callerOf(request: FastifyRequest, scope: Scope): Promise<Context> {
    const caller = await options.authenticate(request);
    if (!caller) throw new Problem('not_signed_in', 'Sign in, or send an API key.');
    if (caller.actor.audience !== 'workspace') throw new Problem('not_found', 'There is nothing at this address.');
    if (!caller.actor.scopes.has(scope))
      throw new Problem('not_allowed', `Your role (${caller.actor.role.replaceAll('_', ' ')}) does not include this. Ask an owner or admin of the workspace.`);
    return { tenantId: caller.tenantId, actor: caller.actor, requestId: request.id, now: options.now() };
  }
}

/** Fields may stand before or after the file; those after it are only for pasted text, because the file is taken in as it comes. */
async function takeIn(deps: ImportsDeps, context: Context, request: FastifyRequest): Promise<ImportDetail> {
  if (!request.isMultipart()) throw new Problem('unsupported', 'Send a form (multipart/form-data) with a file or with pasted text.');
  let target: ImportTarget | null = null;
  let text: string | null = null;
  let fileName = 'Pasted table';
  for await (const part of request.parts()) {
    if (part.type === 'file') return upload(deps, context, { source: part.file, fileName: nameOf(part.filename), target });
    const value = typeof part.value === 'string' ? part.value : '';
    if (part.fieldname === 'target' && value !== '') target = targetFrom(value);
    else if (part.fieldname === 'fileName' && value !== '') fileName = nameOf(value);
    else if (part.fieldname === 'text') text = value;
  }
  if (text === null || text.trim() === '')
    throw new Problem('invalid_input', 'Send a file or pasted text.', { fields: [{ path: 'file', code: 'missing', sentence: 'There is nothing to read.' }] });
  return upload(deps, context, { source: Buffer.from(text, 'utf8'), fileName, target });
}

function targetFrom(value: string): ImportTarget {
  const parsed = importTarget.safeParse(value);
  if (!parsed.success)
    throw new Problem('invalid_input', `"${value.slice(0, 40)}" cannot be imported.`, {
      fields: [{ path: 'target', code: 'unknown', sentence: `One of ${importTarget.options.join(', ')}.` }],
    });
  return parsed.data;
}

const nameOf = (name: string): string =>
  name
    .replaceAll(/[\\/\p{Cc}]/gu, '_')
    .trim()
    .slice(0, 200) || 'file';
