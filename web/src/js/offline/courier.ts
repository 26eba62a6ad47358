// Brings what a phone has to the server: at once, when the network is back, and again and again while something is left.

import { Refused } from "./ask";

/** Milliseconds between two tries. */
const AGAIN = 15_000;

export class Courier {
  private under_way: Promise<void> | undefined;

  /** `work` brings everything; `expired` is told when who brings it is not signed in any more. */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly expired: (why: Refused) => void,
  ) {}

  /** Brings everything; does nothing more while it is at it. */
  bring(): Promise<void> {
    this.under_way ??= this.work().finally(() => (this.under_way = undefined));
    return this.under_way;
  }

  /** The same, where nobody waits for it: what fails is tried again later. */
  async quietly(work: () => Promise<void> = () => this.bring()): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.expired(error);
    }
  }

  /** Brings by itself from now on, while `any` says that something is left. */
  onItsOwn(any: () => Promise<boolean>): void {
    setInterval(() => {
      if (navigator.onLine) void any().then((some) => (some ? this.quietly() : undefined));
    }, AGAIN);
  }
}
