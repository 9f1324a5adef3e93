import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

/** Forwards `/oidc/…` to the embedded provider, so that people see one origin. */
export function forwardIdentity(
  upstream: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const headers = {
    ...request.headers,
    'x-forwarded-proto': 'http',
    'x-forwarded-for': request.socket.remoteAddress ?? '',
  };
  const { method } = request;
  const forwarded = ask(`${upstream}${request.url ?? '/'}`, { method, headers }, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => {
    if (!response.headersSent) response.writeHead(502);
    response.end();
  });
  request.pipe(forwarded);
}
