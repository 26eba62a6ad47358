// Asking the server from an island: three ends, and each is told from the others.

/** The server was not reached, as against one that refused. */
export class NoNetwork extends Error {}

/** The server said no: the status, its word for it, its sentence, and what is wrong with which field. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly said = "",
    readonly errors: { field: string; detail: string }[] = [],
  ) {
    super(code);
  }
}

/** Milliseconds after which a network that gives no answer counts as none. */
const PATIENCE = 20_000;

interface Wishes {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
}

/** The server's answer as JSON; nothing where there is none to read. */
export async function ask<T>(path: string, { method, body, headers = {} }: Wishes = {}): Promise<T> {
  const sent = body === undefined ? {} : { method: method ?? "POST", body };
  const response = await fetch(path, {
    ...sent,
    headers: { "accept-language": document.documentElement.lang, "content-type": "application/json", ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => {
    throw new NoNetwork();
  });
  if (response.status === 204) return undefined as T;
  if (response.ok) return (await response.json()) as T;
  interface Problem {
    code?: string;
    detail?: string;
    errors?: { field: string; detail: string }[];
  }
  const problem = (await response.json().catch(() => ({}))) as Problem;
  throw new Refused(response.status || 401, problem.code ?? "", problem.detail, problem.errors);
}
