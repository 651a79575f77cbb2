import { isId, Problem } from '@entente/kernel';
import type { FastifyInstance } from 'fastify';
import type { FileStore } from '../platform/files/index.ts';
import type { PortalModule } from '../modules/portal/index.ts';

/** The vendor's logo, for everybody: pages of partners show it, and mails. Bytes are not JSON, so it stands beside the operations. */
export function mountBrandingLogo(server: FastifyInstance, options: { portal: PortalModule; files: FileStore }): void {
  server.get<{ Params: { tenant: string; hash: string } }>('/branding/:tenant/logo/:hash', async (request, reply) => {
    const { tenant, hash } = request.params;
    const logo = isId(tenant) && /^[0-9a-f]{64}$/.test(hash) ? await options.portal.publicLogo(tenant, hash) : null;
    if (!logo) throw new Problem('not_found', 'There is nothing at this address.');
    const { stream, size } = await options.files.open(logo.fileId);
    return (
      reply
        .type(logo.mediaType)
        .header('x-content-type-options', 'nosniff')
        // Should a browser ever open it as a page, nothing in it runs.
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('content-length', size)
        .send(stream)
    );
  });
}
