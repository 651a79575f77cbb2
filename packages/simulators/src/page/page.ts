import { readFileSync } from 'node:fs';
import type { Control, SimulatorState } from '../core/control.ts';
import type { Surface } from '../core/http.ts';
import type { RecordList, World } from '../core/simulator.ts';
import { faultForm } from './fault-form.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const asset = (name: string): Buffer => readFileSync(new URL(`./assets/${name}`, import.meta.url));
const assets: Readonly<Record<string, { readonly type: string; readonly content: Buffer }>> = {
  '/_page/page.css': { type: 'text/css; charset=utf-8', content: asset('page.css') },
  '/_page/page.js': { type: 'text/javascript; charset=utf-8', content: asset('page.js') },
};
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const rowsShown = 50;

/** One plain page per simulator: what it holds, what its people can do, what goes wrong, what time it is. */
export function pageSurface(control: Control, world: World): Surface {
  return (request) => {
    if (request.method !== 'GET') return Promise.resolve(undefined);
    const found = assets[request.path];
    if (found !== undefined) return Promise.resolve({ status: 200, headers: { 'content-type': found.type, 'cache-control': 'no-cache' }, body: found.content });
    if (request.path === '/favicon.ico') return Promise.resolve({ status: 204 });
    if (request.path !== '/') return Promise.resolve(undefined);
    const body = page(control, world, request.query.get('simulator'), request.base).html;
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'cache-control': 'no-store' },
      body,
    });
  };
}

function page(control: Control, world: World, wanted: string | null, base: string): Html {
  const { clock, simulators } = control.state();
  const shown = simulators.find((one) => one.name === wanted) ?? simulators[0];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${shown === undefined ? 'Simulators' : `${shown.title} – simulators`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/_page/page.css" />
        <script src="/_page/page.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <p class="name">Simulators</p>
          <nav aria-label="Simulators">
            <ul>
              ${simulators.map((one) => html`<li><a href="/?simulator=${one.name}" ${one === shown ? html` aria-current="page"` : ''}>${one.title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="main" tabindex="-1">
          <p id="status" role="status" aria-live="polite"></p>
          ${clockSection(clock)} ${shown === undefined ? html`<h1>No simulator was started</h1>` : simulatorSections(shown, base)} ${eventSection(world)}
        </main>
      </body>
    </html>`;
}

function clockSection(clock: { readonly now: string; readonly aheadMs: number }): Html {
  const moves: readonly (readonly [string, number])[] = [
    ['1 hour', 3_600_000],
    ['1 day', 86_400_000],
    ['15 days', 15 * 86_400_000],
  ];
  return html`<section aria-labelledby="clock-title" class="clock" data-live="clock">
    <h2 id="clock-title">Clock</h2>
    <p>
      <time datetime="${clock.now}">${clock.now.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time
      >${clock.aheadMs > 0 ? html`, ${ahead(clock.aheadMs)} ahead` : ''}
    </p>
    <p>${moves.map(([label, ms]) => html`<button type="button" data-advance="${ms}">Move ahead ${label}</button> `)}</p>
  </section>`;
}

function ahead(ms: number): string {
  const hours = Math.round(ms / 3_600_000);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function simulatorSections(simulator: SimulatorState, base: string): Html {
  return html`<h1>${simulator.title}</h1>
    <p>Clients use <code>${base}/${simulator.name}</code></p>
    <section aria-labelledby="acts-title">
      <h2 id="acts-title">Acts</h2>
      ${simulator.acts.length === 0 ? html`<p>Nobody can act here.</p>` : simulator.acts.map((act) => actForm(simulator.name, act))}
    </section>
    <section aria-labelledby="records-title" data-live="records">
      <h2 id="records-title">Records</h2>
      ${simulator.records.map((list, index) => recordTable(list, index))}
    </section>
    <section aria-labelledby="faults-title">
      <h2 id="faults-title">Faults</h2>
      ${faultForm(simulator)}
    </section>`;
}

function actForm(simulator: string, act: SimulatorState['acts'][number]): Html {
  return html`<details id="act-${act.name}">
    <summary>${act.title}</summary>
    <form data-act="/_control/acts/${simulator}/${act.name}" data-title="${act.title}">
      ${act.fields.map((field) => {
        const id = `${act.name}-${field.name}`;
        const required = field.required ? html` required` : '';
        const label = html`<label for="${id}">${field.label}${field.required ? '' : ' (optional)'}</label>`;
        if (field.choices === undefined) return html`<p>${label}<input id="${id}" name="${field.name}" autocomplete="off" ${required} /></p>`;
        const options = [...(field.required ? [] : ['']), ...field.choices].map((choice) => html`<option value="${choice}">${choice}</option>`);
        return html`<p>
          ${label}<select id="${id}" name="${field.name}" ${required}>
            ${options}
          </select>
        </p>`;
      })}
      <p><button type="submit">Do it</button></p>
    </form>
  </details>`;
}

function recordTable(list: RecordList, index: number): Html {
  const id = `records-${index}`;
  const rest = list.rows.length - rowsShown;
  if (list.rows.length === 0)
    return html`<h3 id="${id}">${list.title}</h3>
      <p>None yet.</p>`;
  return html`<h3 id="${id}">${list.title}</h3>
    <div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
      <table>
        <thead>
          <tr>
            ${list.columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${list.rows.slice(0, rowsShown).map(
            (row) =>
              html`<tr>
                ${row.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rest > 0 ? html`<p>${rest} more are not shown.</p>` : ''}`;
}

function eventSection(world: World): Html {
  const events = world.events.recent().slice(0, rowsShown);
  const rows = events.map((event) => [event.at.slice(11, 23), event.simulator, event.type, event.outcome]);
  return html`<section aria-labelledby="events-title" data-live="events">
    <h2 id="events-title">Events</h2>
    ${recordTable({ title: 'Sent lately', columns: ['Time', 'Simulator', 'Event', 'Outcome'], rows }, 1000)}
  </section>`;
}
