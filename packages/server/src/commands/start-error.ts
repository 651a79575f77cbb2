/** Starting is not possible; the message is one sentence for the person who tried. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export function explainStart(error: unknown, place: { host: string; port: number }): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new StartError(`Port ${place.port} is in use by another program: stop it, or choose another with PORT=${place.port + 1} npm start.`);
  if (code === 'EACCES') return new StartError(`This user may not listen on port ${place.port}: choose one above 1023 with PORT.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`${place.host} is not an address of this machine: set HOST to one that is, such as 127.0.0.1.`);
  if (code === 'ENOSPC' || code === '53100') return new StartError('The disk is full: free some space and start again.');
  return error;
}
