import type { Tx } from '../../platform/db/database.ts';
import { buildPartnerIndex, type PartnerIndex } from './domain/partner-index.ts';
import type { WinLoss } from './domain/types.ts';
import type { CosellPorts } from './ports.ts';

type Entry = { readonly index: Promise<PartnerIndex>; baseline: Promise<WinLoss>; baselineAt: number };
const BASELINE_MS = 60_000;
const MAX_TENANTS = 20;

/**
 * The partners of a workspace, ready for matching, kept in memory because every deal is matched against all of them. Events tell
 * which partner changed; only that one is read again.
 */
export class PartnerCache {
  readonly #ports: CosellPorts;
  readonly #entries = new Map<string, Entry>();

  constructor(ports: CosellPorts) {
    this.#ports = ports;
  }

  async get(tx: Tx, tenantId: string, now: Date): Promise<{ index: PartnerIndex; baseline: WinLoss }> {
    let entry = this.#entries.get(tenantId);
    if (!entry) {
      entry = { index: this.#ports.allPartners(tx, tenantId).then(buildPartnerIndex), baseline: this.#ports.baseline(tx, tenantId), baselineAt: now.getTime() };
      entry.index.catch(() => this.#entries.delete(tenantId));
      const oldest = this.#entries.keys().next().value;
      if (this.#entries.size >= MAX_TENANTS && oldest !== undefined) this.#entries.delete(oldest);
      this.#entries.set(tenantId, entry);
    }
    const index = await entry.index;
    if (now.getTime() - entry.baselineAt > BASELINE_MS) {
      entry.baseline = this.#ports.baseline(tx, tenantId);
      entry.baselineAt = now.getTime();
    }
    return { index, baseline: await entry.baseline };
  }

  /** Reads again the partners that changed. A workspace nobody has matched in yet is left alone. */
  async refresh(tx: Tx, tenantId: string, partnerIds: readonly string[]): Promise<void> {
    const entry = this.#entries.get(tenantId);
    if (!entry || partnerIds.length === 0) return;
    const index = await entry.index;
    const fresh = await this.#ports.partners(tx, tenantId, partnerIds);
    for (const partner of fresh) index.upsert(partner);
    const found = new Set(fresh.map((partner) => partner.id));
    for (const id of partnerIds) if (!found.has(id)) index.remove(id);
  }

  /** After an import or a sample load: read everything anew at the next match. */
  forget(tenantId: string): void {
    this.#entries.delete(tenantId);
  }
}
