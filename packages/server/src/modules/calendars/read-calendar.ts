import { Worker } from 'node:worker_threads';
import type { Reading } from './domain/busy-times.ts';
import type { Span } from './domain/spans.ts';

export type CalendarAnswer = { readonly spans: readonly Span[] } | { readonly unreadable: true };

/**
 * In a thread of its own that can be ended: a file of few lines can describe repetitions that take for ever to count, or more than
 * fits into memory. @throws when it took too long or too much.
 */
export async function readCalendar(text: string, reading: Reading, limits: { timeoutMs: number }): Promise<CalendarAnswer> {
  const worker = new Worker(new URL('./read-calendar-thread.ts', import.meta.url), {
    workerData: { text, reading },
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<CalendarAnswer>((resolve, reject) => {
      const tooMuch = (): void => reject(new Error('The calendar describes more than can be read.'));
      timer = setTimeout(tooMuch, limits.timeoutMs);
      worker.once('message', (answer: CalendarAnswer) => resolve(answer));
      worker.once('error', tooMuch);
      worker.once('exit', tooMuch);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
