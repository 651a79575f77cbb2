/** An answer that is an exception of the service. The parts throw it; the wire writes it down. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly type: string;
  readonly status: number;
  /** Further members of the exception, such as Reason and ErrorList. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(type: string, message: string, options: { status?: number; members?: Readonly<Record<string, unknown>>; retryAfterSeconds?: number } = {}) {
    super(message);
    this.type = type;
    this.status = options.status ?? statusOf[type] ?? 400;
    this.members = options.members ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** JSON-protocol services answer almost all client errors with 400. A REST-JSON service passes its own status. */
const statusOf: Readonly<Record<string, number>> = { InternalServerException: 500, InternalServiceErrorException: 500, ServiceUnavailableException: 503 };
