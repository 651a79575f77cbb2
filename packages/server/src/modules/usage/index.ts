import type { SenderDeps } from './sender.ts';
import { createUsageSender } from './sender.ts';
import { usageRoutes } from './routes.ts';

/** Usage of what was bought at marketplaces: taken in once, gathered by the hour, sent until the marketplace has it. */
export function createUsageModule(deps: SenderDeps) {
  const sender = createUsageSender(deps);
  return { routes: usageRoutes(deps), sender };
}
export type UsageModule = ReturnType<typeof createUsageModule>;
export { rulesOf, type MeteringRules } from './domain/rules.ts';
export type { MeteredEntitlement } from './domain/facts.ts';
export type { HourToSend, Meter, ReadRows, SendOutcome, UsagePorts, WhichEntitlements } from './ports.ts';
