import { parentPort, workerData } from 'node:worker_threads';
import { busyTimes, type Reading } from './domain/busy-times.ts';
import type { CalendarAnswer } from './read-calendar.ts';

const { text, reading } = workerData as { text: string; reading: Reading };

function answer(): CalendarAnswer {
  try {
    return { spans: busyTimes(text, reading) };
  } catch {
    return { unreadable: true };
  }
}

parentPort?.postMessage(answer());
