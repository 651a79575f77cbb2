import type { ActorAct } from '../core/simulator.ts';
import { ActRefused } from '../core/simulator.ts';
import type { ActInput as Input } from '../crm/acts.ts';
import { Refused } from './errors.ts';

/** A refusal of the org is a refusal of the act. */
export function act(name: string, title: string, fields: ActorAct['fields'], run: (input: Input) => unknown): ActorAct {
  return {
    name,
    title,
    fields,
    run(input) {
      try {
        return run(input);
      } catch (error) {
        if (error instanceof Refused) throw new ActRefused(error.faults.map((one) => `${one.code}: ${one.message}`).join('; '));
        throw error;
      }
    },
  };
}
