/** Runs in the page before anything of it: keeps the largest paint, the time each input took to the next frame, and times acts. */
export type Timed = { readonly toResult: number; readonly inputs: readonly number[] };
declare global {
  interface Window {
    benchLcp: number;
    benchArm(result: string): void;
    benchTimed(): Promise<Timed>;
  }
}

export function watch(): void {
  window.benchLcp = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.benchLcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });

  let inputs: number[] = [];
  // What took less than 16 ms is not reported by the browser at all.
  const events = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) inputs.push(entry.duration);
  });
  const options: PerformanceObserverInit & { durationThreshold: number } = { type: 'event', buffered: false, durationThreshold: 16 };
  events.observe(options);

  const firstRow = (): string => {
    const rows = [...document.querySelectorAll('[role=row][aria-rowindex]')].filter((row) => Number(row.getAttribute('aria-rowindex')) > 1);
    const top = document.querySelector('[role=grid]')?.getBoundingClientRect().top ?? 0;
    return rows.find((row) => row.getBoundingClientRect().bottom > top + 40)?.textContent ?? '';
  };
  const selected = (): string => String(document.querySelectorAll('[role=row][aria-selected=true]').length);
  const focused = (): string => document.activeElement?.getAttribute('data-row') ?? '';
  const room = (): string => (/\/deals\/[0-9a-f-]{36}/.test(location.pathname) && document.querySelector('h1') !== null ? 'room' : 'list');
  const readers: Record<string, () => string> = { firstRow, selected, focused, room };

  let timed: Promise<Timed> = Promise.reject(new Error('nothing was armed'));
  timed.catch(() => undefined);
  window.benchArm = (result) => {
    const read = readers[result];
    if (!read) throw new Error(`${result} cannot be watched`);
    const before = read();
    inputs = [];
    timed = new Promise((resolve) => {
      const begin = (event: Event): void => {
        for (const kind of ['pointerdown', 'keydown', 'wheel']) window.removeEventListener(kind, begin, true);
        // The time of the event is when the browser took it in, before any of our code ran.
        const start = event.timeStamp;
        const look = (): void => {
          const now = performance.now();
          if (now - start > 10_000) return resolve({ toResult: Number.POSITIVE_INFINITY, inputs });
          const value = read();
          if (value === before || value === '') return void requestAnimationFrame(look);
          // The frame that shows it ends when the next task begins.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve({ toResult: performance.now() - start, inputs });
          channel.port2.postMessage(null);
        };
        requestAnimationFrame(look);
      };
      for (const kind of ['pointerdown', 'keydown', 'wheel']) window.addEventListener(kind, begin, true);
    });
    timed.catch(() => undefined);
  };
  window.benchTimed = async () => {
    const { toResult } = await timed;
    // The browser reports event times a little after the frame.
    await new Promise((resolve) => setTimeout(resolve, 60));
    for (const entry of events.takeRecords()) inputs.push(entry.duration);
    return { toResult, inputs };
  };
}
