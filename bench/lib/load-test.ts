import { Connection, type Answer, type Sent } from './connection.ts';

export type Load = {
  /** All requests, those of the warm-up too. */ readonly sent: number;
  readonly times: number[];
  readonly perSecond: number;
  readonly refused: number;
  readonly firstRefusal: string | null;
};

const WARM_UP_MS = 1500;

/** Each of `clients` sends its next request as soon as the last is answered. Times of the warm-up are left out. */
export async function runLoad(options: {
  port: number;
  clients: number;
  seconds: number;
  next: (client: number, turn: number, last: Answer | null) => Sent;
}): Promise<Load> {
  const times: number[] = [];
  let refused = 0;
  let requests = 0;
  let firstRefusal: string | null = null;
  const begin = performance.now() + WARM_UP_MS;
  const end = begin + options.seconds * 1000;
  const client = async (number: number): Promise<void> => {
    const connection = await Connection.open(options.port);
    let answer: Answer | null = null;
    for (let turn = 0; performance.now() < end; turn += 1) {
      const request = options.next(number, turn, answer);
      const sent = performance.now();
      answer = await connection.send(request);
      requests += 1;
      const answered = performance.now();
      if (answer.status >= 300) {
        refused += 1;
        firstRefusal ??= `${answer.status}: ${answer.body.slice(0, 200)}`;
      } else if (sent >= begin && answered <= end) times.push(answered - sent);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: options.clients }, (_, number) => client(number)));
  return { sent: requests, times, perSecond: times.length / options.seconds, refused, firstRefusal };
}
