import type { SimulatorState } from '../core/control.ts';
import type { FaultSettings } from '../core/faults.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const shares: readonly (readonly [keyof FaultSettings, string])[] = [
  ['loseEvents', 'Events that are lost'],
  ['doubleEvents', 'Events that arrive twice'],
  ['reorderEvents', 'Events that are overtaken'],
  ['throttle', 'Requests refused as too many'],
  ['failBefore', 'Requests that fail undone'],
  ['failAfter', 'Requests done, with the answer lost'],
];
const times: readonly (readonly [keyof FaultSettings, string])[] = [
  ['delayEventsMs', 'Events wait up to (ms)'],
  ['readLagMs', 'Reads lag behind writes by up to (ms)'],
  ['latencyMs', 'Every answer waits (ms)'],
];

export function faultForm(simulator: SimulatorState): Html {
  const { name, faults } = simulator;
  return html`<form class="faults" data-faults="/_control/faults/${name}">
    ${shares.map(([key, label]) => {
      const percent = Math.round(Number(faults[key]) * 100);
      return html`<p>
        <label for="fault-${key}">${label}</label
        ><input type="range" id="fault-${key}" name="${key}" data-share min="0" max="100" step="1" value="${percent}" aria-valuetext="${percent} %" /><output
          for="fault-${key}"
          >${percent} %</output
        >
      </p>`;
    })}
    ${times.map(([key, label]) => html`<p><label for="fault-${key}">${label}</label><input type="number" id="fault-${key}" name="${key}" min="0" max="600000" value="${Number(faults[key])}" /></p>`)}
    <p>
      <label class="check"><input type="checkbox" name="quotas" ${faults.quotas ? html` checked` : ''} /> The vendor's true quotas hold</label>
    </p>
    <p><button type="submit">Set faults</button></p>
  </form>`;
}
