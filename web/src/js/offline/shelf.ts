// What an island keeps on the phone: one IndexedDB database, in transactions that are over when they answer.

/** The result of one request. */
export const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

/** Ends when what keeps things on the phone fails: whoever listens as long as it works listens with this. */
export function untilBroken(keeping: Promise<unknown>): AbortSignal {
  const broken = new AbortController();
  keeping.catch(() => broken.abort());
  return broken.signal;
}

/** A database of the phone; `make` lays out its stores the first time. */
export class Shelf<Name extends string> {
  private opened: Promise<IDBDatabase> | undefined;

  constructor(
    private readonly name: string,
    private readonly make: (db: IDBDatabase) => void,
  ) {}

  private open(): Promise<IDBDatabase> {
    this.opened ??= new Promise((done, fail) => {
      const request = indexedDB.open(this.name, 1);
      request.onupgradeneeded = () => this.make(request.result);
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    return this.opened;
  }

  /** One transaction; what it changes is kept on the disk before this answers. */
  async within<T>(names: Name[], mode: IDBTransactionMode, work: (tx: IDBTransaction) => Promise<T>): Promise<T> {
    const db = await this.open();
    const tx = db.transaction(names, mode, { durability: "strict" });
    const ended = new Promise<void>((done, fail) => {
      tx.oncomplete = () => done();
      tx.onabort = () => fail(tx.error);
    });
    const done = await work(tx);
    await ended;
    return done;
  }
}
