import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Sent = { readonly method: string; readonly path: string; readonly key: string; readonly body?: unknown; readonly version?: number };
export type Answer = { readonly status: number; readonly body: string };

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One keep-alive HTTP connection with one request at a time. Written on the socket itself because the client shares two cores
 * with the server and the database: whatever it costs is missing from the figure.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #port: number;
  #received: Buffer[] = [];
  #length = 0;
  #expected = -1;
  #headEnd = 0;
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket, port: number) {
    this.#socket = socket;
    this.#port = port;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new Connection(socket, port);
  }

  send({ method, path, key, body, version }: Sent): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const head = [
      `${method} ${path} HTTP/1.1`,
      `host: 127.0.0.1:${this.#port}`,
      'accept: application/json',
      `authorization: Bearer ${key}`,
      ...(version === undefined ? [] : [`if-match: "${version}"`]),
      ...(body === undefined ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`]),
    ];
    const answer = new Promise<Answer>((resolve, reject) => (this.#waiting = { resolve, reject }));
    this.#socket.write(`${head.join('\r\n')}\r\n\r\n${text}`);
    return answer;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#length += chunk.length;
    if (this.#expected < 0) this.#readHead();
    if (this.#expected < 0 || this.#length < this.#expected) return;
    const whole = Buffer.concat(this.#received);
    const answer = { status: Number(whole.toString('latin1', 9, 12)), body: whole.toString('utf8', this.#headEnd) };
    this.#received = [];
    this.#length = 0;
    this.#expected = -1;
    this.#waiting?.resolve(answer);
  }

  #readHead(): void {
    const whole = Buffer.concat(this.#received);
    const end = whole.indexOf(END_OF_HEAD);
    if (end < 0) return;
    this.#received = [whole];
    this.#headEnd = end + END_OF_HEAD.length;
    const length = /\r\ncontent-length: *(\d+)/i.exec(whole.toString('latin1', 0, end))?.[1];
    if (length === undefined) return this.#fail(new Error('the answer does not state its length'));
    this.#expected = this.#headEnd + Number(length);
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

/** The body of an answer that must be a success. */
export function bodyOf<T>(answer: Answer): T {
  if (answer.status >= 300) throw new Error(`the server answered ${answer.status}: ${answer.body.slice(0, 300)}`);
  return JSON.parse(answer.body) as T;
}
