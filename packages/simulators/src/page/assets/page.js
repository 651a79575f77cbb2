// Every form and button is a request to the control API; afterwards the live sections are read again.
const status = document.getElementById('status');

function tell(sentence, bad) {
  status.textContent = sentence;
  status.toggleAttribute('data-bad', bad === true);
}

async function send(method, path, body) {
  const answer = await fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const result = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw new Error(result.error ?? `The answer was ${answer.status}.`);
  return result;
}

async function refresh() {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const section of document.querySelectorAll('[data-live]')) {
    const replacement = fresh.querySelector(`[data-live="${section.dataset.live}"]`);
    const held = section.contains(document.activeElement) ? document.activeElement.dataset.advance : undefined;
    if (replacement === null) continue;
    section.replaceChildren(...replacement.childNodes);
    if (held !== undefined) section.querySelector(`[data-advance="${held}"]`)?.focus();
  }
}

async function run(sentence, work) {
  try {
    const result = await work();
    await refresh();
    const detail = result?.result === undefined || result.result === null ? '' : ` ${JSON.stringify(result.result)}`;
    tell(`${sentence}${detail}`);
  } catch (error) {
    tell(error instanceof Error ? error.message : 'It did not work.', true);
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.act !== undefined) {
    const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
    void run(`Done: ${form.dataset.title}.`, () => send('POST', form.dataset.act, fields));
    return;
  }
  const change = {};
  for (const input of form.querySelectorAll('input[name]')) {
    if (input.type === 'checkbox') change[input.name] = input.checked;
    else change[input.name] = 'share' in input.dataset ? Number(input.value) / 100 : Number(input.value);
  }
  void run('The faults are set.', async () => void (await send('PUT', form.dataset.faults, change)));
});

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-advance]');
  if (button === null || button === undefined) return;
  void run('The clock was moved.', async () => void (await send('POST', '/_control/clock', { advanceMs: Number(button.dataset.advance) })));
});

document.addEventListener('input', (event) => {
  const input = event.target;
  if (!('share' in input.dataset)) return;
  input.setAttribute('aria-valuetext', `${input.value} %`);
  input.nextElementSibling.textContent = `${input.value} %`;
});

setInterval(() => {
  if (document.visibilityState === 'visible' && document.activeElement === document.body) void refresh().catch(() => undefined);
}, 5000);
